import Glibc

/// The system's words for its error numbers.
public enum SystemError {
  /// The phrase for an `errno`, such as `Permission denied`.
  public static func text(_ number: Int32) -> String { String(cString: strerror(number)) }
}

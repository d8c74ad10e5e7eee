import Glibc

/// The system's words for its error numbers.
public enum SystemError {
  public static func text(_ number: Int32) -> String { String(cString: strerror(number)) }
}

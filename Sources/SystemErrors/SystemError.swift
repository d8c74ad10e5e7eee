import Glibc

/// The system's words for its error numbers.
public enum SystemError {
  /// The phrase for an error number, such as `Permission denied`; of the call before, unless another is given.
  public static func text(_ number: Int32 = errno) -> String { String(cString: strerror(number)) }
}

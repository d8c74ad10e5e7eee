import Glibc
import SystemErrors

/// Another program, by its path or its name in `PATH`, and the words that it is called with; no shell is involved.
package struct Program: Hashable, Sendable {
  /// A path if it has a `/` in it, else a name that is looked up in `PATH`.
  package let name: String
  /// The words after the name, each handed over as it is.
  package let arguments: [String]

  /// Looks nothing up; `obstacle` tells whether the program can be run.
  package init(_ name: String, _ arguments: [String] = []) {
    self.name = name
    self.arguments = arguments
  }

  /// Why it can't be run at all, or nil: seen before anything is handed to it.
  package var obstacle: String? {
    if name.contains("/") { return Self.obstacle(name) }
    let folders = (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin").split(separator: ":")
    if folders.contains(where: { Self.obstacle("\($0)/\(name)") == nil }) { return nil }
    return "there is no program '\(name)' in PATH"
  }

  private static func obstacle(_ path: String) -> String? {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return "\(path): \(SystemError.text())" }
    guard facts.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 else {
      return "\(path) is not a program that can be run"
    }
    return nil
  }
}

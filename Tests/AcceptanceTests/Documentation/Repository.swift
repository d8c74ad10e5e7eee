import Foundation

/// Files of the repository that are made from the program, or executed against it.
enum Repository {
  static let root: String = {
    var path = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { path.deleteLastPathComponent() }
    return path.path
  }()

  static func read(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }

  /// With SESSIONCTL_REGENERATE=1 the tests write what they would otherwise compare.
  static let isRegenerating = ProcessInfo.processInfo.environment["SESSIONCTL_REGENERATE"] == "1"

  static func write(_ text: String, to path: String) throws {
    try text.write(toFile: "\(root)/\(path)", atomically: true, encoding: .utf8)
  }

  /// What is written for a generated file, and what is in the repository.
  static func isCurrent(_ path: String, _ text: String) throws -> Bool {
    if isRegenerating {
      try write(text, to: path)
      return true
    }
    return try read(path) == text
  }
}

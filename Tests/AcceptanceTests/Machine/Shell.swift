import Foundation

extension TestMachine {
  /// Where the shell of every machine looks for programs that are none of ours.
  private static let folders = ["/usr/local/bin", "/usr/bin", "/bin"]

  /// Whether all of these programs are there for a line in a shell.
  static func has(_ programs: String...) -> Bool {
    programs.allSatisfy { program in
      folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }
  }

  /// Runs a line in a real shell, in the machine's folder, with the built binary on the path.
  ///
  /// `curl` is one that gives the file named like the end of the address.
  func shell(_ line: String, more: [String: String] = [:]) throws -> (status: Int32, output: String) {
    let bin = "\(folder)/bin"
    if !FileManager.default.fileExists(atPath: bin) {
      try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: "\(bin)/sessionctl", withDestinationPath: RealProgram.path)
      try program("bin/curl", "for last; do :; done; cat \"${last##*/}\"")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var environment = environment.merging(more) { $1 }
    environment["PATH"] = ([bin] + Self.folders).joined(separator: ":")
    process.environment = environment
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try RealProgram.unblockingSignals { try process.run() }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// Writes a shell script that can be run.
  @discardableResult
  func program(_ name: String, _ script: String) throws -> String {
    let path = try file(name, "#!/bin/sh\n\(script)\n")
    _ = chmod(path, 0o700)
    return path
  }
}

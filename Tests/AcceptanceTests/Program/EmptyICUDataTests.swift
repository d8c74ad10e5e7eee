import Foundation
import Testing

/// The program brings no ICU data along, which is half of what it would weigh.
@Suite struct EmptyICUDataTests {
  private static let archive: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard let swift = folders.map({ "\($0)/swift" }).first(where: FileManager.default.isExecutableFile)
    else { return nil }
    let bin = URL(fileURLWithPath: swift).resolvingSymlinksInPath().deletingLastPathComponent()
    let path = bin.deletingLastPathComponent().path + "/lib/swift_static/linux/lib_FoundationICU.a"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  @Test(
    "what stands for ICU's data has the name that the toolchain's own has",
    .enabled(if: archive != nil, "the toolchain that is on PATH has no static Foundation"))
  func name() throws {
    let library = try Data(contentsOf: URL(fileURLWithPath: #require(Self.archive)), options: .alwaysMapped)
    let source = try Repository.read("Sources/EmptyICUData/icudata.c")
    let name = try #require(source.firstMatch(of: /archive (icudt[0-9]+_dat) =/)?.output.1)
    #expect(library.range(of: Data("\0\(name)\0".utf8)) != nil, "\(name) is not in \(Self.archive ?? "")")
  }
}

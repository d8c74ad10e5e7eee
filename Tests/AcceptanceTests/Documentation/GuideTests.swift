import Foundation
import StoreEngine
import Testing

/// What the guides for developers name is there.
@Suite struct GuideTests {
  /// The text of all Swift files, and their paths.
  private static let sources: (paths: [String], text: String) = {
    var paths: [String] = []
    var text = (try? Repository.read("Package.swift")) ?? ""
    for folder in ["Sources", "Tests"] {
      let files = FileManager.default.enumerator(atPath: "\(Repository.root)/\(folder)")
      while let file = files?.nextObject() as? String {
        guard file.hasSuffix(".swift") else { continue }
        paths.append("\(folder)/\(file)")
        text += (try? Repository.read("\(folder)/\(file)")) ?? ""
      }
    }
    return (paths, text)
  }()

  @Test(
    "Files, folders and names of the guides are there", arguments: ["ARCHITECTURE.md", "CONTRIBUTING.md"])
  func names(guide: String) throws {
    let guide = try Repository.read(guide)
    let quoted = guide.matches(of: /`([A-Za-z][A-Za-z0-9+\/.]*)(\(.*\))?`/).map { String($0.output.1) }
    #expect(quoted.count > 20)
    // `Noun` and `Topic` stand for whatever it is about.
    for name in quoted where !name.contains("Noun") && !name.contains("Schema+Topic") {
      if name.hasSuffix(".swift") {
        #expect(Self.sources.paths.contains { $0 == name || $0.hasSuffix("/" + name) }, "no file \(name)")
      } else if name.contains("/") {
        let isThere = FileManager.default.fileExists(atPath: "\(Repository.root)/\(name)")
        #expect(isThere || Self.sources.paths.contains { $0.contains("/\(name)/") }, "no folder \(name)")
      } else if name.first?.isUppercase == true {
        // `WorkItem.applying`: each part of it.
        for part in name.split(separator: ".") {
          #expect(
            Self.sources.text.contains(part) || Self.isForeign(String(part)), "nothing is called \(part)")
        }
      }
    }
  }

  /// Words of SQL and the like.
  private static func isForeign(_ word: String) -> Bool { word.allSatisfy { $0.isUppercase } }
}

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

  /// What stands in Sources, by the path in it, without comments.
  private static let code: [String: String] = {
    var code: [String: String] = [:]
    for path in sources.paths where path.hasPrefix("Sources/") {
      let text = (try? Repository.read(path)) ?? ""
      code[String(path.dropFirst(8))] = text.replacing(#/(?m)^\s*//.*$/#, with: "")
    }
    return code
  }()

  private static func section(_ title: String) throws -> Substring {
    let guide = try Repository.read("ARCHITECTURE.md")
    let start = try #require(guide.firstRange(of: "## \(title)\n")).upperBound
    let end = guide[start...].firstRange(of: "\n## ")?.lowerBound ?? guide.endIndex
    return guide[start..<end]
  }

  @Test("What is to be added needs two files at most, and one that is there stands in no others")
  func additions() throws {
    let items = try Self.section("To add").split(separator: "\n- ").dropFirst()
    #expect(items.count > 8)
    for item in items {
      let named = Set(item.matches(of: /`([A-Za-z+]+\.swift)`/).map { String($0.output.1) })
      #expect(named.count <= 2, "\(item)")
      guard let example = item.firstMatch(of: /\(as `([^`]+)`\)/)?.output.1 else { continue }
      let holders = Self.code.filter { _, text in
        text.ranges(of: example).contains { range in
          !Self.isWord(text[..<range.lowerBound].last) && !Self.isWord(text[range.upperBound...].first)
        }
      }
      let files = Set(holders.keys.map { ($0 as NSString).lastPathComponent })
      #expect(files == named, "\(example)")
    }
  }

  private static func isWord(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
  }

  @Test("Each walk goes through a target once, by names that are there") func walks() throws {
    let walks = try Self.section("Three walks").split(separator: "\n### ").dropFirst()
    #expect(walks.count == 3)
    for walk in walks {
      let steps = walk.matches(of: /(?m)^\d+\. `(\w+)`: (.*)$/).map {
        (target: String($0.output.1), text: $0.output.2)
      }
      #expect(steps.count == 10, "\(walk.prefix(40))")
      var visited: [String] = []
      for step in steps {
        if visited.last != step.target {
          #expect(!visited.contains(step.target), "\(step.target) again: \(step.text)")
          visited.append(step.target)
        }
        let known = Self.code.filter { path, _ in visited.contains(String(path.prefix { $0 != "/" })) }.values
        #expect(!known.isEmpty, "no target \(step.target)")
        for name in step.text.matches(of: /`([A-Z]\w*)(?:\.(\w+))?`/).map(\.output) {
          let type = try Regex(
            "(?:struct|class|enum|protocol|typealias|extension) \(name.1)\\b")
          #expect(known.contains { $0.contains(type) }, "\(name.1) is in none of \(visited)")
          guard let member = name.2 else { continue }
          let declared = try Regex("(?:func|var|let|case) \(member)\\b")
          #expect(known.contains { $0.contains(type) && $0.contains(declared) }, "no \(name.0)")
        }
      }
    }
  }

  /// Words of SQL and the like.
  private static func isForeign(_ word: String) -> Bool { word.allSatisfy { $0.isUppercase } }
}

import Foundation
import StoreEngine
import TestSupport
import Testing

/// What the guides for developers name is there.
@Suite struct GuideTests {
  /// The text of all Swift files.
  private static let text: [UInt8] = SourceFile.all.reduce(
    into: Array(((try? Repository.read("Package.swift")) ?? "").utf8)
  ) { $0 += $1.text.utf8 }

  @Test(
    "Files, folders and names of the guides are there", arguments: ["ARCHITECTURE.md", "CONTRIBUTING.md"])
  func names(guide: String) throws {
    let guide = try Repository.read(guide)
    let quoted = guide.matches(of: /`([A-Za-z][A-Za-z0-9+\/.]*)(\(.*\))?`/).map { String($0.output.1) }
    #expect(quoted.count > 20)
    // `Noun` and `Topic` stand for whatever it is about.
    for name in quoted where !name.contains("Noun") && !name.contains("Schema+Topic") {
      if name.hasSuffix(".swift") {
        #expect(
          SourceFile.all.contains { $0.path == name || $0.path.hasSuffix("/" + name) }, "no file \(name)")
      } else if name.contains("/") {
        let isThere = FileManager.default.fileExists(atPath: "\(Repository.root)/\(name)")
        #expect(isThere || SourceFile.all.contains { $0.path.contains("/\(name)/") }, "no folder \(name)")
      } else if name.first?.isUppercase == true {
        // `WorkItem.applying`: each part of it.
        for part in name.split(separator: ".") {
          #expect(
            Self.text.holds(part) || Self.isForeign(String(part)), "nothing is called \(part)")
        }
      }
    }
  }

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
      guard let examples = item.firstMatch(of: /\(as (`[^)]+`)\)/)?.output.1 else { continue }
      for example in examples.matches(of: /`([^`]+)`/).map(\.output.1) {
        #expect(Self.files(naming: example) == named, "\(example)")
      }
    }
  }

  /// The files of Sources in whose code a word stands.
  private static func files(naming word: Substring) -> Set<String> {
    let holders = SourceFile.below("Sources").filter { file in
      Array(file.text.utf8).holds(word)
        && file.code.contains { line in
          line.ranges(of: word).contains { range in
            !isWord(line[..<range.lowerBound].last) && !isWord(line[range.upperBound...].first)
          }
        }
    }
    return Set(holders.map { ($0.path as NSString).lastPathComponent })
  }

  private static func isWord(_ character: Character?) -> Bool { character.map(isWord) ?? false }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// What each file of Sources declares or extends.
  private static let declared = SourceFile.below("Sources").map { file in
    var (types, members): (Set<Substring>, Set<Substring>) = ([], [])
    for line in file.code {
      let words = line.split(separator: " ")
      for (keyword, next) in zip(words, words.dropFirst()) {
        let name = next.prefix(while: isWord)
        if name.isEmpty { continue }
        switch keyword {
        case "struct", "class", "enum", "protocol", "typealias", "extension": types.insert(name)
        case "func", "var", "let", "case": members.insert(name)
        default: break
        }
      }
    }
    return (target: String(file.path.split(separator: "/")[1]), types: types, members: members)
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
        let known = Self.declared.filter { visited.contains($0.target) }
        #expect(!known.isEmpty, "no target \(step.target)")
        for name in step.text.matches(of: /`([A-Z]\w*)(?:\.(\w+))?`/).map(\.output) {
          let files = known.filter { $0.types.contains(name.1) }
          #expect(!files.isEmpty, "\(name.1) is in none of \(visited)")
          guard let member = name.2 else { continue }
          #expect(files.contains { $0.members.contains(member) }, "no \(name.0)")
        }
      }
    }
  }

  /// Words of SQL and the like.
  private static func isForeign(_ word: String) -> Bool { word.allSatisfy { $0.isUppercase } }
}

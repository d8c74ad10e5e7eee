import Foundation
import Testing

/// The folders of a target are floors: which of them names whose types runs one way only.
@Suite struct FloorPlanTests {
  @Test(
    "No folder names a type of a folder that names one of its own",
    arguments: [
      "Placeholders", "Delivery", "CommandGrammar", "SessionModel", "RemoteAccount", "StoreEngine",
      "SessionStore", "StoreExchange", "DemoAccount",
    ])
  func circles(target: String) {
    let folder = "Sources/\(target)/"
    let plan = FloorPlan(
      Dictionary(
        uniqueKeysWithValues: SourceFile.all.compactMap { file in
          file.path.hasPrefix(folder) ? (String(file.path.dropFirst(folder.count)), file.text) : nil
        }.filter { $0.0.contains("/") }))
    #expect(plan.folders.count > 1 && !plan.edges.isEmpty)
    #expect(plan.circle == nil, "\(plan.circle?.joined(separator: "\n") ?? "")")
  }

  @Test("A circle is found, and said with the files and types that make it")
  func found() throws {
    let plan = FloorPlan([
      "Walls/Wall.swift": "struct Wall { let room: Room }", "Rooms/Room.swift": "final class Room: Door {}",
      "Doors/Door.swift": "// Wall\nlet text = \"Wall\"\nprotocol Door { var wall: Wall { get } }",
    ])
    #expect(
      plan.circle == [
        "Doors -> Walls: Doors/Door.swift names Wall", "Rooms -> Doors: Rooms/Room.swift names Door",
        "Walls -> Rooms: Walls/Wall.swift names Room",
      ])
    #expect(FloorPlan(["A/A.swift": "struct A {}", "B/B.swift": "struct B { let a: A }"]).circle == nil)
  }
}

/// Which folder of a target names whose types; files outside of folders are everybody's.
struct FloorPlan {
  let folders: Set<String>
  /// For each folder that names types of another: one file and type for each pair.
  private(set) var edges: [String: [String: String]] = [:]

  init(_ files: [String: String]) {
    var homes: [Substring: String] = [:]
    let codes = files.mapValues(Self.code)
    func folder(_ file: String) -> String { String(file.prefix { $0 != "/" }) }
    for (file, code) in codes {
      for match in code.matches(of: Self.declaration) { homes[match.1] = folder(file) }
    }
    folders = Set(files.keys.map(folder))
    for (file, code) in codes.sorted(by: { $0.key < $1.key }) {
      for name in Set(code.matches(of: Self.name).map(\.output)).sorted() {
        guard let home = homes[name], home != folder(file) else { continue }
        edges[folder(file), default: [:]][home] =
          edges[folder(file)]?[home] ?? "\(folder(file)) -> \(home): \(file) names \(name)"
      }
    }
  }

  /// The folders that are left when those that name nobody's types are taken away, again and again; nil for none.
  var circle: [String]? {
    var rest = edges
    while true {
      let free = rest.filter { $0.value.keys.allSatisfy { rest[$0] == nil } }
      if free.isEmpty { break }
      for folder in free.keys { rest[folder] = nil }
    }
    if rest.isEmpty { return nil }
    return rest.flatMap { $0.value.filter { rest[$0.key] != nil }.values }.sorted()
  }

  private static var declaration: Regex<(Substring, Substring)> {
    /(?m)^(?:public |package |final |indirect )*(?:struct|class|enum|protocol|typealias|actor) (\w+)/
  }

  private static var name: Regex<Substring> { /\b[A-Z]\w+/ }

  /// A file without its comments and texts.
  private static func code(_ text: String) -> String {
    text.replacing(/(?s)""".*?"""/, with: "").replacing(/\/\/[^\n]*/, with: "")
      .replacing(/"(?:\\.|[^"\\\n])*"/, with: "")
  }
}

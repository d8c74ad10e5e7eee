import Rendering

/// Documents that share their fields, such as a list of tickets and one ticket, and what each field means.
///
/// Names, types and nesting are the declarations' own, those that make the output; only the words stand here. A test
/// expects words for every field that is declared, and none for one that isn't.
struct DocumentFamily: Sendable {
  /// `ticket-list`, `ticket`
  let names: [String]
  /// What is to be said ahead of the fields.
  let remarks: [String]
  /// Members that JSON has beside the declared columns, because its items are documents of the wire format.
  let wireMembers: [Column]
  let meanings: [String: FieldMeaning]

  init(
    _ names: [String], remarks: [String] = [], wireMembers: [Column] = [], meanings: [String: FieldMeaning]
  ) {
    self.names = names
    self.remarks = remarks
    self.wireMembers = wireMembers
    self.meanings = meanings
  }

  /// Words by the path of their field: `ended_by.name`, `messages[].body`, or its last name, `name`, for all of it.
  init(
    _ names: [String], remarks: [String] = [], wireMembers: [Column] = [],
    _ meanings: KeyValuePairs<String, FieldMeaning>
  ) {
    self.init(
      names, remarks: remarks, wireMembers: wireMembers,
      meanings: Dictionary(uniqueKeysWithValues: meanings.map { ($0.key, $0.value) }))
  }

  init(_ name: String, remarks: [String] = [], _ meanings: KeyValuePairs<String, FieldMeaning>) {
    self.init([name], remarks: remarks, meanings)
  }

  /// In the order of the page.
  static let all =
    sessions + rules + routing + reports + account + CommandTable.all.flatMap(\.families)
    + [DocumentFamily("version", ["version": "The program's version"])] + remote + pushes
}

/// What a field holds, in words.
struct FieldMeaning: Sendable, ExpressibleByStringLiteral {
  /// A sentence without its full stop.
  let text: String
  /// When it is null, as the rest of "null …"; nil where it never is.
  let null: String?
  /// The document whose item it is like, so that its members are not described again.
  let document: String?

  init(_ text: String, null: String? = nil, like document: String? = nil) {
    self.text = text
    self.null = null
    self.document = document
  }

  init(stringLiteral text: String) { self.init(text) }

  var sentence: String {
    text + (document.map { ", like the item of `sessionctl.\($0)/1`" } ?? "")
      + (null.map { "; null \($0)" } ?? "") + "."
  }
}

/// A document as the manual has it: its declaration, and the commands that print it.
struct DescribedDocument: Sendable {
  let schema: DocumentSchema
  /// `ticket show`
  var commands: [String]

  /// All that commands declare, in the order of the manual.
  static let all: [DescribedDocument] = {
    var documents: [DescribedDocument] = []
    for command in CommandTable.all {
      for schema in [command.described, command.alternative].compactMap(\.self) {
        if let known = documents.firstIndex(where: { $0.schema.name == schema.name }) {
          documents[known].commands.append(command.spec.name)
        } else {
          documents.append(DescribedDocument(schema: schema, commands: [command.spec.name]))
        }
      }
    }
    return documents + [DescribedDocument(schema: versionDocument.schema, commands: ["version"])]
  }()
}

/// A member of a document, wherever it is nested.
struct DocumentField: Sendable {
  /// `ended_by.name`, `messages[].body`
  let path: String
  let kind: ColumnKind
}

extension DocumentFamily {
  /// Every member of the items of a document, those of its objects and lists too.
  func fields(of schema: DocumentSchema) -> [DocumentField] {
    let own = schema.columns.filter { column in
      column.inData && !wireMembers.contains { $0.name == column.name }
    }
    return Self.fields(wireMembers + own)
  }

  static func fields(_ columns: [Column], below prefix: String = "") -> [DocumentField] {
    columns.flatMap { column -> [DocumentField] in
      let path = prefix + column.name
      let kind = JSONShapes.kind(of: column)
      return [DocumentField(path: path, kind: kind)] + members(of: kind, at: path)
    }
  }

  private static func members(of kind: ColumnKind, at path: String) -> [DocumentField] {
    switch kind {
    case .object(let columns): fields(columns, below: path + ".")
    case .list(let element): members(of: element, at: path + "[]")
    default: []
    }
  }

  /// The words for a field: the family's own, else those that are the same everywhere.
  func meaning(of path: String) -> FieldMeaning? {
    if let (member, family) = elsewhere(path) { return family.meaning(of: member) }
    let name = Self.lastName(path)
    return meanings[path] ?? CommonFields.meanings[path] ?? (name == path ? nil : meanings[name])
      ?? CommonFields.meanings[name]
  }

  /// Whether a field is a member of an object that is like another document.
  func isDescribedElsewhere(_ path: String) -> Bool { elsewhere(path) != nil }

  private func elsewhere(_ path: String) -> (member: String, family: DocumentFamily)? {
    for (object, meaning) in meanings where path.hasPrefix(object + ".") {
      guard let document = meaning.document,
        let family = Self.all.first(where: { $0.names.contains(document) })
      else { continue }
      return (String(path.dropFirst(object.count + 1)), family)
    }
    return nil
  }

  /// Of `queues[].all[].field` it is `field`.
  private static func lastName(_ path: String) -> String {
    String(path[(path.lastIndex(of: ".").map(path.index(after:)) ?? path.startIndex)...])
  }
}

/// What stands in members that are made as text, because rules and histories have it so.
enum JSONShapes {
  private static let condition: [Column] = [
    Column("field", .text), Column("operator", .text), Column("value", .json),
  ]

  private static let known: [String: ColumnKind] = [
    "triggers_fired": .list(
      .object([
        Column("id", .identifier), Column("title", .text), Column("type", .token),
        Column("changes", .list(.json)),
      ])),
    "conditions": .object([
      Column("all", .list(.object(condition))), Column("any", .list(.object(condition))),
    ]),
    "definition": .object([
      Column("all", .list(.object(condition))), Column("any", .list(.object(condition))),
    ]),
    "actions": .list(.object([Column("field", .text), Column("value", .json)])),
    "changes": .list(.json),
  ]

  static func kind(of column: Column) -> ColumnKind {
    guard case .json = column.kind else { return column.kind }
    return known[column.name] ?? .json
  }
}

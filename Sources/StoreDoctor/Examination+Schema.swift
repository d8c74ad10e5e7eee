import GRDB
import SessionStore
import StoreEngine

extension Examination {
  /// Compares the store's tables, indexes, triggers and views with what the migrations make of nothing.
  func schema() throws -> [Finding] {
    let number = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard number == Schema.currentNumber else {
      return [
        .problem(
          "schema", "number \(number); this program has \(Schema.currentNumber)",
          "any command that changes something upgrades an older one")
      ]
    }
    let expected = try Schema.objects(upTo: Schema.currentNumber)
    let found = try SchemaObject.all(db)
    var faults: [String] = []
    for (name, object) in expected.sorted(by: { $0.key < $1.key }) where found[name]?.sql != object.sql {
      faults.append(
        found[name] == nil ? "\(name) is missing" : "\(name) differs from what this program creates")
    }
    let others = found.filter { expected[$0.key] == nil }.sorted { $0.key < $1.key }
    // What runs inside of this program's own changes, or can refuse them.
    let meddling = others.filter { $0.value.canMeddle && expected["table \($0.value.table)"] != nil }.map(
      \.key)
    let bystanders = others.map(\.key).filter { !meddling.contains($0) }
    var findings: [Finding] = [
      faults.isEmpty
        ? .ok("schema", "number \(number), as this program creates it") : .problem("schema", Self.few(faults))
    ]
    if !meddling.isEmpty {
      findings.append(
        .warning(
          "additions",
          "\(Self.few(meddling)) \(meddling.count == 1 ? "does" : "do") not belong to this program and may change or refuse what it writes",
          "drop what nobody needs"))
    }
    if !bystanders.isEmpty {
      findings.append(
        .note(
          "additions",
          "\(Self.few(bystanders)) \(bystanders.count == 1 ? "does" : "do") not belong to this program, which leaves \(bystanders.count == 1 ? "it" : "them") alone"
        ))
    }
    return findings
  }

  private static func few(_ names: [String]) -> String {
    names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
  }
}

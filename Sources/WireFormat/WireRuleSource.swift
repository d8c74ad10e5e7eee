import JSONText

/// What an export says of an imported rule or queue beside it: what its source had said last, and what was changed of it
/// where it was exported. Without it a second store would take the change for the source's own word.
public struct WireRuleSource {
  /// What was changed; empty where only the place or the state are others than the source said.
  public let localFields: RuleLocalFields
  /// The record as its source told it.
  public let document: [UInt8]

  /// Takes the document as it is.
  public init(localFields: RuleLocalFields, document: [UInt8]) {
    self.localFields = localFields
    self.document = document
  }

  /// Nil where nothing is told.
  public init?(besides record: JSONRecord) throws(WireProblem) {
    guard let slice = record.companion(LocalTicketState.key) else { return nil }
    let fields = RecordFields(slice, prefix: "\(LocalTicketState.key).")
    guard let source = fields.value("source") else { return nil }
    guard case .object = source.kind else { throw fields.problem("source", "an object", source) }
    localFields = try fields.localFields("local_fields", RuleLocalFields.self)
    document = Array(source.bytes)
  }

  /// The members of the object beside the rule's document.
  public var members: [(key: String, value: [UInt8])] {
    [("local_fields", localFields.json.bytes), ("source", document)]
  }
}

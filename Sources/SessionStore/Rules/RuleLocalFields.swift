import SessionModel
import StoreEngine

/// What was changed here of an imported rule or queue, one bit each: it stays as long as the source says the same of it
/// as before (§12).
public struct RuleLocalFields: OptionSet, Sendable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The document, but for what has a column.
  package static let content = RuleLocalFields(rawValue: 1)
  package static let active = RuleLocalFields(rawValue: 2)
  package static let position = RuleLocalFields(rawValue: 4)

  private static let imported = Origin.imported.rawValue

  /// SQL for the columns of a row that is saved anew: an imported one stays imported, and what its source said stays
  /// known beside the changed document.
  ///
  /// - Parameter changed: the bits of the columns that change with it
  static func assignments(origin: String, source: String, fields: String, changed: String) -> String {
    """
    source_document = CASE WHEN \(origin) = \(imported) THEN \(source)
        WHEN origin = \(imported) THEN coalesce(source_document, document) END,
      local_fields = CASE WHEN \(origin) = \(imported) THEN \(fields)
        WHEN origin = \(imported) THEN local_fields | 1 \(changed) ELSE 0 END,
      origin = iif(origin = \(imported), origin, \(origin))
    """
  }

  /// SQL for the bits of a row in which a column changes.
  package static func adding(_ field: RuleLocalFields) -> String {
    "iif(origin = \(imported), local_fields | \(field.rawValue), local_fields)"
  }
}

import SessionModel
import StoreEngine
import WireFormat

extension RuleLocalFields {
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

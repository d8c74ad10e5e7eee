extension String {
  /// A table's, column's or index's name as SQL takes it, whatever stands in it.
  package var asSQLName: String { "\"\(replacing("\"", with: "\"\""))\"" }
}

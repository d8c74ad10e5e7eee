import Testing

/// A test's argument that is named by a few words in the report, however long it is.
struct Titled<Value: Sendable>: Sendable, CustomTestStringConvertible {
  let title: String
  let value: Value

  init(_ title: String, _ value: Value) {
    self.title = title
    self.value = value
  }

  var testDescription: String { title }
}

import Testing

/// An argument of a test that may be long: only its beginning is printed.
struct LongText: ExpressibleByStringLiteral, CustomTestStringConvertible, Sendable {
  let text: String

  init(_ text: String) { self.text = text }
  init(stringLiteral text: String) { self.text = text }

  var testDescription: String {
    text.utf8.count <= 80 ? text : "\(text.prefix(40))… (\(text.utf8.count) bytes)"
  }
}

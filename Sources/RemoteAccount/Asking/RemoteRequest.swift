import JSONText

/// One request to the account: what is asked, without the host and without who asks.
package struct RemoteRequest: Hashable, Sendable {
  /// What is done with what is there.
  package enum Method: String, Hashable, Sendable {
    /// It is read.
    case get = "GET"
    /// It is changed.
    case put = "PUT"
    /// Something is added to it.
    case post = "POST"
    /// It is taken away.
    case delete = "DELETE"
  }

  /// A name and a value of the query, in order; both are escaped when they are sent.
  package struct Parameter: Hashable, Sendable {
    /// As the account knows it.
    package let name: String
    /// As it is meant, not escaped.
    package let value: String
  }

  /// What is done with it.
  package let method: Method
  /// Begins with a slash: `/api/v2/users/me.json`. What an account said goes through `segment` first.
  package let path: String
  /// In the order in which it is sent.
  package let query: [Parameter]
  /// The JSON that is sent; nil: none.
  package let body: JSONValue?

  /// Takes the parts as they are; an empty query writes no question mark.
  package init(
    _ method: Method, _ path: String, query: KeyValuePairs<String, String> = [:], body: JSONValue? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query.map { Parameter(name: $0.key, value: $0.value) }
    self.body = body
  }

  /// A question.
  package static func get(_ path: String, _ query: KeyValuePairs<String, String> = [:]) -> RemoteRequest {
    RemoteRequest(.get, path, query: query)
  }

  /// Path and query as they stand behind the host, escaped.
  package var target: String {
    let parameters = query.map { "\(Self.segment($0.name))=\(Self.segment($0.value))" }
    return path + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
  }

  /// A text as one part of a path or query: everything but letters, digits and `-._~` is escaped by its bytes.
  package static func segment(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes.append(UInt8(ascii: "%"))
        for half in [byte >> 4, byte & 0xF] { bytes.append(half < 10 ? 48 + half : 55 + half) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

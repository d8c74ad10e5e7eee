import JSONText
import SessionModel
import Testing

@testable import RemoteAccount

/// What is sent, and how what comes back is taken apart.
@Suite struct AskingTests {
  @Test("an address is https, or http to a loopback address, and nothing more")
  func addresses() throws {
    for (text, kept) in [
      ("https://Acme.Zendesk.com/", "https://acme.zendesk.com"),
      ("https://acme.example:8443", "https://acme.example:8443"),
      ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://[::1]:80", "http://[::1]"),
      ("http://localhost:1", "http://localhost:1"), ("https://acme.example:443", "https://acme.example"),
    ] { #expect(try ServiceAddress(parsing: text).text == kept) }
    for (text, fault) in [
      ("http://acme.zendesk.com", ServiceAddress.Fault.plain), ("http://127.0.0.1.evil.example", .plain),
      ("http://128.0.0.1", .plain), ("https://u:p@acme.example", .credentials),
      ("https://acme.example/path", .form),
      ("ftp://acme.example", .form), ("acme", .form), ("https://", .form), ("https://a b", .form),
      ("https://acme.example:0", .form), ("https://acme.example?x", .form), ("https://-a.example", .form),
      ("http://127.0.0.1@evil.example", .credentials), ("https://é.example", .form),
    ] { #expect(throws: fault) { try ServiceAddress(parsing: text) } }
    #expect(throws: ServiceAddress.Fault.subdomain) { try ServiceAddress(subdomain: "acme.evil") }
  }

  @Test("a link is followed to the same account only")
  func links() throws {
    let address = try ServiceAddress(subdomain: "acme")
    #expect(address.contains("https://acme.zendesk.com/api/v2/x?y=1"))
    for link in [
      "http://acme.zendesk.com/api", "https://acme.zendesk.com.evil.example/",
      "https://evil.example/acme.zendesk.com", "https://acme.zendesk.com@evil.example/",
      "https://acme.zendesk.com:444/", "//acme.zendesk.com/", "/api/v2",
      "https://acme.zendesk.com\\@evil.example/", "",
    ] { #expect(!address.contains(link), "\(link)") }
  }

  @Test("whatever is in a query or a body, curl reads it as one value")
  func configuration() throws {
    let nasty = "a\"\\\nurl = \"https://evil.example\"&?=#%@[{é"
    let request = RemoteRequest(.put, "/api", query: ["ids": nasty], body: ["x": .string(nasty)])
    let text = String(
      decoding: CurlConfiguration(
        request, to: try ServiceAddress(subdomain: "acme"), as: Secret("t"), seconds: 5, largest: 9
      ).bytes, as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("url") }.count == 1)
    #expect(lines.filter { $0.hasPrefix("json") }.count == 1)
    #expect(lines.contains { $0 == #"header = "Authorization: Bearer t""# })
    #expect(!text.contains("location"))
  }

  @Test("a long body comes in pieces that curl can read, none of which names a file")
  func pieces() throws {
    let body = JSONValue.array(Array(repeating: "@@@@@@@@@@@@@@", count: 20_000))
    let bytes = CurlConfiguration(
      RemoteRequest(.post, "/api", body: body), to: try ServiceAddress(subdomain: "acme"), as: nil,
      seconds: 5, largest: 9
    ).bytes
    let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    let pieces = lines.filter { $0.hasPrefix("json = ") }
    #expect(pieces.count > 2)
    #expect(lines.allSatisfy { $0.utf8.count < 100_000 })
    #expect(!pieces.contains { $0.hasPrefix("json = \"@") })
    #expect(pieces.map { $0.dropFirst(8).dropLast() }.joined().replacing("\\\"", with: "\"") == body.text)
  }

  @Test("an answer is taken apart behind those that come on the way")
  func heads() {
    let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200 \r\nA: 1\r\nX-Y:2\r\n\r\nHTTP/1.1 body\n\n"
    let answer = HTTPText.answer(Array(text.utf8))
    #expect(answer?.status == 200)
    #expect(answer?.headers["a"] == "1")
    #expect(answer?.headers["x-y"] == "2")
    #expect(answer.map { String(decoding: $0.body, as: UTF8.self) } == "HTTP/1.1 body\n\n")
    for text in ["", "hello", "HTTP/1.1 200 OK\r\nA: 1\r\n", "HTTP/1.1 banana\r\n\r\n", "HTTP/1.1\r\n\r\n"] {
      #expect(HTTPText.answer(Array(text.utf8)) == nil)
    }
  }

  @Test("a date header is a moment") func dates() {
    #expect(HTTPDate.seconds("Wed, 15 Jul 2026 10:00:00 GMT") == 1_784_109_600)
    for text in ["", "now", "Wed, 15 Jul 2026 10:00:00 CEST", "Wed, 99 Jul 2026 10:00:00 GMT"] {
      #expect(HTTPDate.seconds(text) == nil)
    }
  }
}

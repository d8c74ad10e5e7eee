import JSONText
import SessionModel

/// What curl is told on its standard input.
struct CurlConfiguration {
  private(set) var bytes: [UInt8] = []
  /// curl takes no longer line than 100 KB; `json` joins its pieces again.
  private static let piece = 48 << 10

  init(
    _ request: RemoteRequest, to address: ServiceAddress, as token: Secret?, seconds: Int, largest: Int
  ) {
    set("url", address.text + request.target)
    set("request", request.method.rawValue)
    for flag in ["silent", "show-error", "include", "globoff", "path-as-is", "suppress-connect-headers"] {
      set(flag)
    }
    set("compressed")
    // Redirects are answers, and never followed: a token must not travel to another host.
    set("max-redirs", "0")
    set("proto", "=\(address.scheme)")
    if address.isLoopback { set("noproxy", "*") }
    set("connect-timeout", String(min(20, seconds)))
    set("max-time", String(seconds))
    // What trickles holds a run up as much as what is silent.
    set("speed-limit", "64")
    set("speed-time", String(min(30, seconds)))
    set("max-filesize", String(largest))
    set("user-agent", "sessionctl")
    if let token { set("header", "Authorization: Bearer \(token.text)") }
    if let body = request.body { put(body) } else { set("header", "Accept: application/json") }
  }

  private mutating func set(_ flag: String) { bytes += Array("\(flag)\n".utf8) }

  private mutating func set(_ name: String, _ value: String) { put(name, Array(value.utf8)[...]) }

  private mutating func put(_ name: String, _ value: ArraySlice<UInt8>) {
    bytes += Array("\(name) = \"".utf8)
    for byte in value {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
      // Nothing that is sent has control characters; a line's end would begin another order to curl.
      case 0..<0x20, 0x7F: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    bytes += Array("\"\n".utf8)
  }

  private mutating func put(_ body: JSONValue) {
    var text: [UInt8] = []
    body.append(to: &text)
    var rest = text[...]
    while !rest.isEmpty {
      var end = min(rest.startIndex + Self.piece, rest.endIndex)
      // A piece that began with @ would be the name of a file.
      while end < rest.endIndex, rest[end] == UInt8(ascii: "@") { end += 1 }
      put("json", rest[..<end])
      rest = rest[end...]
    }
  }
}

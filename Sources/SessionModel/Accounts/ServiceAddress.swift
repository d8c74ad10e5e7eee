/// Where an account's API is: scheme, host and port, and nothing else.
///
/// Only https, or http to a loopback address, where no token leaves the machine.
package struct ServiceAddress: Hashable, Sendable {
  /// `https`, or `http` to a loopback address.
  package let scheme: String
  /// In lower case; of IPv6 in brackets.
  package let host: String
  /// nil: the scheme's own.
  package let port: Int?

  /// Reads `https://acme.zendesk.com`, with or without a slash at its end.
  ///
  /// - Throws: what is wrong, as the end of a sentence that begins with the setting's name.
  package init(parsing text: String) throws(Fault) {
    let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw Fault.form }
    let scheme = parts[0].lowercased()
    guard scheme == "https" || scheme == "http" else { throw Fault.form }
    var rest = parts[1]
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard !rest.contains("@") else { throw Fault.credentials }
    guard let (host, port) = Self.hostAndPort(rest) else { throw Fault.form }
    if scheme == "http", !Self.isLoopback(host) { throw Fault.plain }
    self.scheme = scheme
    self.host = host
    self.port = port == (scheme == "https" ? 443 : 80) ? nil : port
  }

  /// The account of a subdomain, `acme` of `https://acme.zendesk.com`.
  package init(subdomain: String) throws(Fault) {
    let bytes = Array(subdomain.lowercased().utf8)
    guard Self.isLabel(bytes) else { throw Fault.subdomain }
    scheme = "https"
    host = "\(String(decoding: bytes, as: UTF8.self)).zendesk.com"
    port = nil
  }

  /// Why a text is no address of an account.
  package enum Fault: Error, Hashable, Sendable {
    /// No scheme, host and port, or more than that.
    case form
    /// http to another machine.
    case plain
    /// A name or password in it.
    case credentials
    /// No subdomain.
    case subdomain

    /// What would be one.
    package var phrase: String {
      switch self {
      case .form: "takes an address like https://acme.zendesk.com, without a path"
      case .plain: "takes an address that begins with https: plain http is only for a loopback address"
      case .credentials: "takes an address without a name or password in it"
      case .subdomain: "takes a subdomain like acme, of letters, digits and hyphens"
      }
    }
  }

  /// As it is written and compared: `https://acme.zendesk.com`.
  package var text: String { "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")" }

  /// Whether nothing that is sent there leaves the machine.
  package var isLoopback: Bool { Self.isLoopback(host) }

  /// Whether a link leads to this very account: same scheme, host and port.
  package func contains(_ link: String) -> Bool {
    guard let scheme = link.firstRange(of: "://") else { return false }
    let end = link[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? link.endIndex
    return (try? ServiceAddress(parsing: String(link[..<end]))) == self
  }

  private static func hostAndPort(_ text: Substring) -> (String, Int?)? {
    var host = text
    var port: Int?
    if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
      guard let number = Int(text[text.index(after: colon)...]), (1...65535).contains(number) else {
        return nil
      }
      port = number
      host = text[..<colon]
    }
    let lower = host.lowercased()
    return isHost(Array(lower.utf8)) ? (lower, port) : nil
  }

  private static func isHost(_ bytes: [UInt8]) -> Bool {
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") {
      return bytes.count > 3
        && bytes.dropFirst().dropLast().allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") }
    }
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return bytes.count <= 253 && labels.allSatisfy { isLabel(Array($0)) }
  }

  private static func isLabel(_ bytes: [UInt8]) -> Bool {
    (1...63).contains(bytes.count) && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
      && bytes.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return parts.count == 4 && parts[0] == 127 && !parts.contains(nil)
  }
}

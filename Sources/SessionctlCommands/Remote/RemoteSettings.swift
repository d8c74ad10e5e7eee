import CivilTime
import Glibc
import RemoteAccount
import SessionModel
import SessionStore
import StoreEngine
import SystemErrors

/// Which live account a store belongs to, by its settings and the environment. No secret is in it.
struct RemoteSettings {
  let address: ServiceAddress
  let clientID: String?
  let secretFile: String?
  /// How long one request may take, in seconds.
  let timeout: Int

  /// - Throws: `Failure` where no account is named, or none that can be.
  init(_ reader: StoreReader, _ environment: (String) -> String?) throws {
    address = try Self.address(reader, environment)
    clientID = try reader.setting(Setting.remoteClient).flatMap { $0.isEmpty ? nil : $0 }
    secretFile = try reader.setting(Setting.remoteSecretFile).flatMap { $0.isEmpty ? nil : $0 }
    timeout = try reader.setting(Setting.remoteTimeout).flatMap(Setting.seconds) ?? 60
  }

  /// The settings come before the environment: a store is one account's, whatever other tools are told.
  private static func address(_ reader: StoreReader, _ environment: (String) -> String?) throws
    -> ServiceAddress
  {
    func said(_ key: String) throws -> String? {
      try reader.setting(key).flatMap { $0.isEmpty ? nil : $0 }
    }
    var source = ""
    do {
      if let text = try said(Setting.remoteAddress) {
        source = Setting.remoteAddress
        return try ServiceAddress(parsing: text)
      }
      if let name = try said(Setting.remoteSubdomain) {
        source = Setting.remoteSubdomain
        return try ServiceAddress(subdomain: name)
      }
      if let name = environment("ZENDESK_SUBDOMAIN"), !name.isEmpty {
        source = "ZENDESK_SUBDOMAIN"
        return try ServiceAddress(subdomain: name)
      }
      if let name = environment("ZENDESK_DOMAIN"), !name.isEmpty {
        source = "ZENDESK_DOMAIN"
        return try ServiceAddress(parsing: name.contains("://") ? name : "https://\(name)")
      }
    } catch let fault as ServiceAddress.Fault { throw Failure.usage("\(source) \(fault.phrase)") }
    throw Failure.usage(
      "no live account is set; name it with 'sessionctl settings set \(Setting.remoteSubdomain) SUBDOMAIN'")
  }

  /// What signs in: a token from the environment, else the client of the settings with its secret from the environment
  /// or from a file of mode 0600.
  func credentials(_ environment: (String) -> String?) throws -> RemoteCredentials {
    if let text = environment("ZENDESK_OAUTH_TOKEN"), !text.isEmpty {
      let token = Secret(text)
      guard token.isSendable else {
        throw Failure.usage("ZENDESK_OAUTH_TOKEN is not a token: a header can't carry all of its characters")
      }
      return .token(token)
    }
    guard let clientID else {
      throw Failure.notPermitted(
        "there is nothing to sign in with: set ZENDESK_OAUTH_TOKEN, or name an OAuth client with 'sessionctl settings set \(Setting.remoteClient) ID'"
      )
    }
    if let text = environment("ZENDESK_CLIENT_SECRET"), !text.isEmpty {
      return .client(id: clientID, secret: Secret(text))
    }
    guard let secretFile else {
      throw Failure.notPermitted(
        "the secret of the OAuth client is missing: set ZENDESK_CLIENT_SECRET, or name a file of mode 0600 with 'sessionctl settings set \(Setting.remoteSecretFile) PATH'"
      )
    }
    return .client(id: clientID, secret: try Self.secret(in: secretFile))
  }

  /// The file's one line. Nobody but its owner may read or write it.
  private static func secret(in path: String) throws -> Secret {
    func refuse(_ reason: String) -> Failure {
      Failure(.noInput, "no_input", "the secret can't be read from \(path): \(reason)")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { throw refuse(SystemError.text()) }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw refuse("it is not a file")
    }
    guard facts.st_mode & 0o077 == 0 else {
      throw Failure.notPermitted(
        "\(path) contains a secret, but others may read or write it; run 'chmod 600 \(path)' first")
    }
    guard facts.st_uid == geteuid() || facts.st_uid == 0 else {
      throw Failure.notPermitted("\(path) contains a secret, but belongs to somebody else")
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw refuse(SystemError.text()) }
    let line = bytes[..<count].split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    guard line.count == 1, let text = String(validating: line[0], as: UTF8.self), !text.isEmpty else {
      throw refuse("it must contain one line, the secret")
    }
    return Secret(text)
  }
}

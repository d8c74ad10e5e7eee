import JSONText

/// What signs requests in: a token somebody made, or a client that gets one.
package enum RemoteCredentials: Sendable, Hashable {
  /// An access token, from the environment.
  case token(Secret)
  /// OAuth's client credentials.
  case client(id: String, secret: Secret)
}

/// A token that was granted, with what is known of it.
package struct AccessToken: Sendable, Hashable {
  /// The token itself.
  package let secret: Secret
  /// nil where it does not say: one from the environment.
  package let scopes: [String]?
  /// Seconds since 1970; nil where it does not say.
  package let ends: Int64?

  /// How long before its end another is asked for, in seconds.
  static let margin: Int64 = 60
  /// How long a token is asked for, in seconds: a day, of which the service grants what it likes.
  static let wantedSpan: Int64 = 86_400

  /// Whether it will do for a request at a moment, in seconds since 1970.
  func isFresh(at now: Int64) -> Bool { ends.map { now < $0 - Self.margin } ?? true }

  /// What a client asks for.
  static func request(id: String, secret: Secret, scopes: [String]) -> RemoteRequest {
    RemoteRequest(
      .post, "/oauth/tokens",
      body: [
        "grant_type": "client_credentials", "client_id": .string(id), "client_secret": .string(secret.text),
        "scope": .string(scopes.joined(separator: " ")), "expires_in": .integer(wantedSpan),
      ])
  }

  /// Reads what was granted at a moment.
  ///
  /// - Throws: `RemoteFailure.unexpected` where there is no token in it.
  init(_ body: JSONValue, at now: Int64) throws(RemoteFailure) {
    guard let text = body["access_token"]?.string, Secret(text).isSendable else {
      throw .unexpected("access_token")
    }
    secret = Secret(text)
    scopes = body["scope"]?.string?.split(separator: " ").map(String.init)
    ends = body["expires_in"]?.integer.map { now &+ max(0, $0) }
  }

  init(given secret: Secret) {
    self.secret = secret
    scopes = nil
    ends = nil
  }

  /// A wrong scope still yields a token, and then every call is refused: whether all that is wanted was granted.
  func holds(_ wanted: [String]) -> Bool {
    guard let scopes else { return true }
    return wanted.allSatisfy { scope in
      let verb = scope.split(separator: ":").last.map(String.init) ?? scope
      return scopes.contains(scope) || scopes.contains(verb)
    }
  }
}

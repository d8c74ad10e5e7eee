extension RemoteFailure {
  /// The same with `[secret]` wherever one of these texts stands: what the other side says may hold what it was told.
  func hiding(_ secrets: [String]) -> RemoteFailure {
    let hide = SecretHider(secrets)
    return switch self {
    case .transport(let failure): .transport(failure.hiding(hide))
    case .notSignedIn(let words): .notSignedIn(hide(words))
    case .scope(let granted, let wanted): .scope(granted: granted.map(hide.callAsFunction), wanted: wanted)
    case .forbidden(let words): .forbidden(hide(words))
    case .notFound(let words): .notFound(hide(words))
    case .noEndpoint(let words): .noEndpoint(hide(words))
    case .refused(let status, let problem): .refused(status: status, problem.hiding(hide))
    case .gaveUp(let status, let attempts, let problem):
      .gaveUp(status: status, attempts: attempts, problem.hiding(hide))
    case .redirected(let place): .redirected(to: hide(place))
    case .foreignLink(let place): .foreignLink(hide(place))
    case .notJSON(let kind): .notJSON(kind: hide(kind))
    // Numbers, ids that are only counted, and names of ours.
    case .tooManyJobs, .tooLongAWait, .cutOff, .unexpected: self
    }
  }
}

extension TransportFailure {
  fileprivate func hiding(_ hide: SecretHider) -> TransportFailure {
    switch self {
    case .noProgram(let words): .noProgram(hide(words))
    case .unreachable(let words): .unreachable(hide(words))
    case .untrusted(let words): .untrusted(hide(words))
    case .cutOff, .timedOut, .tooLarge, .garbled, .interrupted: self
    }
  }
}

extension AnswerProblem {
  fileprivate func hiding(_ hide: SecretHider) -> AnswerProblem {
    AnswerProblem(code: hide(code), message: hide(message), jobIDs: jobIDs)
  }
}

/// Takes texts that must not be seen out of others.
private struct SecretHider {
  /// Shorter ones would be found in every other word.
  private static let shortest = 4
  private let secrets: [[UInt8]]

  init(_ secrets: [String]) {
    // The longer first: one may be part of another.
    self.secrets = Set(secrets.map { Array($0.utf8) }).filter { $0.count >= Self.shortest }
      .sorted { $0.count > $1.count }
  }

  func callAsFunction(_ text: String) -> String {
    // By bytes: a mark behind the secret must not make another letter of its last one.
    var bytes = Array(text.utf8)[...]
    for secret in secrets {
      var kept: [UInt8] = []
      while let first = bytes.first {
        let isSecret = bytes.starts(with: secret)
        kept += isSecret ? Array("[secret]".utf8) : [first]
        bytes = bytes.dropFirst(isSecret ? secret.count : 1)
      }
      bytes = kept[...]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

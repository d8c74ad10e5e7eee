import CivilTime
import CommandGrammar
import RemoteAccount
import Rendering
import SessionModel

extension Failure {
  /// What the live account refused or did not answer, and what to do about it.
  init(_ failure: RemoteFailure) {
    switch failure {
    case .transport(.interrupted):
      self.init(.interrupted, "interrupted", failure.sentence)
    case .transport(.noProgram), .transport(.unreachable), .transport(.untrusted), .transport(.timedOut),
      .transport(.cutOff), .cutOff:
      self.init(.ioFailure, "unreachable", failure.sentence)
    case .transport(.tooLarge), .transport(.garbled), .notJSON, .unexpected, .redirected, .foreignLink:
      self.init(.badInput, "bad_answer", failure.sentence)
    case .notSignedIn, .scope, .forbidden, .noEndpoint:
      self = .notPermitted(failure.sentence)
    case .notFound: self = .notFound(failure.sentence)
    case .refused: self = .refused(failure.sentence)
    case .tooManyJobs, .gaveUp, .tooLongAWait: self.init(.busy, "busy", failure.sentence)
    }
  }
}

extension RemoteFailure {
  /// What happened, and what to do next.
  var sentence: String {
    switch self {
    case .transport(let failure): failure.sentence
    case .notSignedIn(let words):
      "the live account does not know who is asking\(Self.said(words)); check the token or the client's secret, and see 'sessionctl remote status'"
    case .scope(let granted, let wanted):
      "the token has the scopes '\(granted.joined(separator: " "))' but needs '\(wanted.joined(separator: " "))'; allow them for the OAuth client in the account's admin center"
    case .forbidden(let words):
      "the live account does not allow it\(Self.said(words)): check the role, the token's scopes and the plan; see 'sessionctl remote status'"
    case .notFound(let words): "the live account has no such thing\(Self.said(words))"
    case .noEndpoint(let words): "the live account's plan does not include this feature\(Self.said(words))"
    case .refused(let status, let problem): "the live account refused (\(status))\(Self.said(problem.text))"
    case .tooManyJobs(let ids, _):
      "\(ids.count) jobs are queued or running in the live account, the maximum; try again when they are done"
    case .gaveUp(let status, let attempts, let problem):
      "the live account answered \(status) \(counted(attempts, "time")) in a row\(Self.said(problem.text)); try again later"
    case .tooLongAWait(let seconds):
      "the live account asks to wait \(counted((seconds + 59) / 60, "minute")); try again after that"
    case .redirected(let place):
      "the live account redirects to \(place), where no token is sent; set \(Setting.remoteAddress) if that is the account's address now"
    case .foreignLink(let place):
      "the live account's answer continues at \(place), which is another host: no token is sent there"
    case .cutOff(let bytes): "the live account's answer ends in the middle, after \(bytes) bytes; try again"
    case .notJSON(let kind): "the live account's answer is not JSON (\(kind)); is its address right?"
    case .unexpected(let member): "the live account's answer lacks '\(member)'"
    }
  }

  /// The account's own words: whoever wrote them, they go through the terminal's writer.
  private static func said(_ words: String) -> String { words.isEmpty ? "" : " ('\(words.prefix(300))')" }
}

extension TransportFailure {
  /// What happened, and what to do next.
  var sentence: String {
    switch self {
    case .noProgram(let reason):
      "requests to the live account need the program curl, which can't be run: \(reason)"
    case .unreachable(let words): "the live account can't be reached: \(words)"
    case .untrusted(let words): "the live account's certificate can't be verified: \(words)"
    case .cutOff: "the live account's answer ends in the middle; try again"
    case .timedOut(let seconds):
      "the live account did not answer within \(seconds) s; see the setting \(Setting.remoteTimeout)"
    case .tooLarge(let bytes): "the live account's answer is larger than \(bytes >> 20) MiB"
    case .garbled: "what answers at the live account's address does not speak HTTP"
    case .interrupted:
      "interrupted; it is unknown whether the live account took the request that was on its way"
    }
  }
}

extension PullFault {
  /// What is odd, and what became of it.
  var sentence: String {
    switch self {
    case .samePlace: "the account gives a place for the next page that has already been read"
    case .sameRows: "the account gives the same rows again under another cursor"
    case .emptyPages(let count):
      "the account gave \(count) empty pages, and says that there is more"
    }
  }
}

import SessionModel

/// What carries requests to an account and answers back. It decides nothing: no second attempt, no redirect.
package protocol RemoteTransport {
  /// Sends one request and waits for its answer, whatever its status.
  func send(_ request: RemoteRequest, to address: ServiceAddress, as token: Secret?)
    throws(TransportFailure) -> RemoteAnswer

  /// Sends one and does not wait for it; nil where that can't be done.
  func begin(_ request: RemoteRequest, to address: ServiceAddress, as token: Secret?) -> PendingAnswer?
}

/// A request that is on its way; dropping it ends it.
package struct PendingAnswer {
  /// What was asked.
  package let request: RemoteRequest
  /// Waits for the answer, once.
  package let finish: () throws(TransportFailure) -> RemoteAnswer

  /// Takes both as they are.
  package init(_ request: RemoteRequest, finish: @escaping () throws(TransportFailure) -> RemoteAnswer) {
    self.request = request
    self.finish = finish
  }
}

extension RemoteTransport {
  /// Nothing is begun where a transport does not say how.
  package func begin(_ request: RemoteRequest, to address: ServiceAddress, as token: Secret?)
    -> PendingAnswer?
  { nil }
}

/// Why there is no answer.
package enum TransportFailure: Error, Hashable, Sendable {
  /// The program that carries requests can't be run, in the system's words.
  case noProgram(String)
  /// No connection, or it ended before an answer began: the carrier's words.
  case unreachable(String)
  /// The other side could not prove who it is: the carrier's words.
  case untrusted(String)
  /// The answer ended before it was complete.
  case cutOff
  /// No answer, or only a trickle of it, within the time.
  case timedOut(seconds: Int)
  /// The answer is larger than anything that is asked for.
  case tooLarge(bytes: Int)
  /// What came is no HTTP.
  case garbled
  /// Somebody asked for an end.
  case interrupted
}

/// A text that must not be seen: printing it shows nothing of it.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The text itself, for the one place that sends it.
  package let text: String

  /// Takes the text as it is.
  package init(_ text: String) { self.text = text }

  package var description: String { "…" }
  package var debugDescription: String { "…" }
  /// Whether it can stand in a header: visible ASCII and nothing else.
  package var isSendable: Bool { !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}

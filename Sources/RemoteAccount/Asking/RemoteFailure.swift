/// Why the account did not do what was asked, once waiting and asking again could not help.
package enum RemoteFailure: Error, Hashable, Sendable {
  /// There was no answer.
  case transport(TransportFailure)
  /// Nobody is signed in: no credentials, wrong ones, or a token that has run out.
  case notSignedIn(String)
  /// The token's scopes are not those that are needed; every call would be refused.
  case scope(granted: [String], wanted: [String])
  /// 403: the plan, the role or the scope does not allow it; the account's words.
  case forbidden(String)
  /// 404 where nothing of that name is there, as the API says it; the account's words.
  case notFound(String)
  /// 404 where the account has no such endpoint: a feature or a plan that it lacks.
  case noEndpoint(String)
  /// Another status that no second attempt changes: 400, 422 and their kin.
  case refused(status: Int, AnswerProblem)
  /// Thirty jobs are queued or running in the whole account.
  case tooManyJobs(ids: [String], seconds: Int?)
  /// It stayed busy, or out of order, for as many attempts as make sense; the last status, and what it said.
  case gaveUp(status: Int, attempts: Int, AnswerProblem)
  /// The limiter asks for a longer wait than was agreed to.
  case tooLongAWait(seconds: Int)
  /// A redirect, which is never followed: to where, without anything that is secret.
  case redirected(to: String)
  /// A link to a further page on another host, which is never followed: scheme and host.
  case foreignLink(String)
  /// An answer that ends in the middle.
  case cutOff(bytes: Int)
  /// An answer that is no JSON: its kind, or what is wrong with it.
  case notJSON(kind: String)
  /// An answer without what was asked for: which member is missing or wrong.
  case unexpected(String)
}

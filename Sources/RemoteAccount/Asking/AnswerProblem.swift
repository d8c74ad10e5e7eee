import JSONText

/// What an answer that is an error says, from whichever of the four shapes it has.
package struct AnswerProblem: Hashable, Sendable {
  /// A word for programs, such as `RecordNotFound` or `TooManyJobs`; empty where none is said.
  package let code: String
  /// What it says to people; hostile text may stand in it, so that it goes through a terminal's writer.
  package let message: String
  /// The ids that `TooManyJobs` names.
  package let jobIDs: [String]

  /// Reads what can be read; of a body that is no JSON, such as a page of HTML, there is nothing to tell.
  package init(_ answer: RemoteAnswer) {
    guard let body = try? answer.json() else {
      self.init(code: "", message: answer.headers["content-type"].map { "an answer of kind \($0)" } ?? "")
      return
    }
    self.init(body)
  }

  /// `{"error":{"title","message"}}`, `{"error":"…","description":"…"}`, `{"errors":[{"code","title","detail"}]}`, and
  /// `{"error":"a sentence"}`.
  package init(_ body: JSONValue) {
    let jobIDs = (body["current_job_ids"]?.array ?? []).compactMap(\.string)
    if let first = body["errors"]?[0] {
      self.init(
        code: first["code"]?.string ?? "",
        message: Self.joined(first["title"]?.string, first["detail"]?.string), jobIDs: jobIDs)
    } else if let inner = body["error"]?.object {
      self.init(
        code: inner["title"]?.string ?? "", message: inner["message"]?.string ?? "", jobIDs: jobIDs)
    } else {
      let error = body["error"]?.string ?? ""
      let description = body["description"]?.string ?? body["error_description"]?.string
      let isWord = !error.contains(" ")
      self.init(
        code: isWord ? error : "",
        message: Self.joined(description ?? (isWord ? nil : error), Self.details(body["details"])),
        jobIDs: jobIDs)
    }
  }

  init(code: String, message: String, jobIDs: [String] = []) {
    self.code = code
    self.message = message
    self.jobIDs = jobIDs
  }

  /// Both, or whichever there is.
  package var text: String { Self.joined(code.isEmpty ? nil : code, message) }

  /// `{"base":[{"description":"…"}]}`, the account's reasons by field.
  private static func details(_ details: JSONValue?) -> String? {
    let sentences = (details?.object?.members ?? []).flatMap { member in
      (member.value.array ?? []).compactMap { $0["description"]?.string }
    }
    return sentences.isEmpty ? details?.string : sentences.joined(separator: "; ")
  }

  private static func joined(_ one: String?, _ other: String?) -> String {
    [one, other].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

import JSONText

/// What the account answered: status, headers, body.
package struct RemoteAnswer: Sendable {
  /// HTTP's status, 200 for what went well.
  package let status: Int
  /// Those of the last answer.
  package let headers: AnswerHeaders
  /// As it came, after what was compressed has been opened.
  package let body: [UInt8]

  /// Takes the parts as they are.
  package init(status: Int, headers: AnswerHeaders = AnswerHeaders([]), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Whether the status says that it was done.
  package var isGood: Bool { (200...299).contains(status) }

  /// The body as JSON.
  ///
  /// - Throws: `RemoteFailure.cutOff` if it ends in the middle, `.notJSON` if it is something else.
  package func json() throws(RemoteFailure) -> JSONValue {
    do throws(JSONError) { return try JSONValue.parse(body, allowingDuplicateKeys: true) } catch {
      throw Self.failure(error, body: body, kind: headers["content-type"])
    }
  }

  /// Why a body is no JSON: it began like JSON and ended too early, or it is something else.
  package static func failure(_ error: JSONError, body: [UInt8], kind: String?) -> RemoteFailure {
    let start = body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let beginsRight = start == UInt8(ascii: "{") || start == UInt8(ascii: "[")
    if beginsRight, error.offset >= body.count { return .cutOff(bytes: body.count) }
    return .notJSON(kind: beginsRight ? error.description : (kind ?? "of no kind that it names"))
  }
}

/// Headers of an answer, found without regard to case.
package struct AnswerHeaders: Sendable {
  /// In the order in which they came, names in lower case.
  package let all: [(name: String, value: String)]

  /// Takes names and values as they came.
  package init(_ all: [(String, String)]) {
    self.all = all.map { ($0.0.lowercased(), $0.1) }
  }

  /// The first value of a name, which is to be written in lower case.
  package subscript(name: String) -> String? { all.first { $0.name == name }?.value }
}

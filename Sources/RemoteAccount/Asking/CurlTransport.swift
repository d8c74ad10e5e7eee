import Delivery
import JSONText
import SessionModel
import SystemErrors

/// Carries requests with the program `curl`, one run each.
///
/// Proxies, certificates and HTTP/2 come with it. All that it is told stands on its standard input, so that no header and
/// no secret is in its arguments, and it reads no configuration of its own. It follows no redirect.
package struct CurlTransport: RemoteTransport {
  private let program: String
  /// How long a request may take, in seconds.
  private let seconds: Int
  /// How large an answer may be, in bytes.
  private let largest: Int
  private let isAbandoned: () -> Bool

  /// - Parameters:
  ///   - program: a path, or a name that is looked up in `PATH`
  ///   - seconds: how long one request may take from its beginning to the answer's end
  ///   - largest: the largest answer in bytes, once it is opened
  ///   - isAbandoned: asked now and then whether to stop early, as on Ctrl-C
  package init(
    program: String = "curl", seconds: Int = 60, largest: Int = 64 << 20,
    isAbandoned: @escaping () -> Bool = { false }
  ) {
    self.program = program
    self.seconds = seconds
    self.largest = largest
    self.isAbandoned = isAbandoned
  }

  /// Runs curl once for the request; what it says of itself never holds the token.
  package func send(_ request: RemoteRequest, to address: ServiceAddress, as token: Secret?)
    throws(TransportFailure) -> RemoteAnswer
  {
    let curl = Program(program, ["-q", "-K", "-"])
    if let obstacle = curl.obstacle { throw .noProgram(obstacle) }
    let running: RunningProgram
    do throws(ProgramRun.NotBegun) {
      running = try RunningProgram(
        curl, input: configuration(request, to: address, as: token), keeping: largest, isAnswer: true)
    } catch { throw failure(error.ending) }
    return try answer(running)
  }

  /// Starts curl and comes back at once; nil where it can't be started.
  package func begin(_ request: RemoteRequest, to address: ServiceAddress, as token: Secret?)
    -> PendingAnswer?
  {
    let curl = Program(program, ["-q", "-K", "-"])
    let input = configuration(request, to: address, as: token)
    guard let running = try? RunningProgram(curl, input: input, keeping: largest, isAnswer: true) else {
      return nil
    }
    return PendingAnswer(request) { () throws(TransportFailure) in try answer(running) }
  }

  private func configuration(_ request: RemoteRequest, to address: ServiceAddress, as token: Secret?)
    -> [UInt8]
  {
    CurlConfiguration(request, to: address, as: token, seconds: seconds, largest: largest).bytes
  }

  private func answer(_ running: RunningProgram) throws(TransportFailure) -> RemoteAnswer {
    let run = running.finish(milliseconds: (seconds + 5) * 1000, isAbandoned: isAbandoned)
    if run.said > largest { throw .tooLarge(bytes: largest) }
    if case .exited(let status) = run.ending, status != 0 { throw failure(status, run) }
    guard run.succeeded else { throw failure(run.ending) }
    guard let answer = HTTPText.answer(run.output) else { throw .garbled }
    return answer
  }

  private func failure(_ ending: ProgramRun.Ending) -> TransportFailure {
    switch ending {
    case .abandoned: .interrupted
    case .timedOut: .timedOut(seconds: seconds)
    case .notStarted(let number), .noRoom(let number): .noProgram(SystemError.text(number))
    case .signalled(let number): .noProgram("curl was ended by signal \(number)")
    case .exited(let status): .noProgram("curl ended with status \(status)")
    }
  }

  /// What curl's exit status means; its manual page lists them.
  private func failure(_ status: Int32, _ run: ProgramRun) -> TransportFailure {
    if isAbandoned() { return .interrupted }
    switch status {
    case 18, 56, 92: return HTTPText.answer(run.output) == nil ? .unreachable(words(run)) : .cutOff
    case 28: return .timedOut(seconds: seconds)
    case 35, 51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91: return .untrusted(words(run))
    case 61: return .cutOff
    case 63: return .tooLarge(bytes: largest)
    case 1, 8: return .garbled
    default: return .unreachable(words(run))
    }
  }

  /// What curl said, on one line, without its number.
  private func words(_ run: ProgramRun) -> String {
    let said = String(decoding: run.errors, as: UTF8.self).split(whereSeparator: \.isNewline).last ?? ""
    let sentence = said.firstRange(of: ") ").map { said[$0.upperBound...] } ?? said
    return sentence.isEmpty ? "curl said nothing" : String(sentence.prefix(300))
  }
}

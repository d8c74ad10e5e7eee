import CivilTime
import Delivery
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import SystemErrors

/// Hands entries of the outbox to the programs of the settings, as these are at the beginning of a run.
struct Courier {
  private let programs: [OutboxWay: Program]
  private let letter: SurveyLetter?
  private let sender: String
  private let senderName: String
  private let milliseconds: Int
  /// How long a program that has the text may go on after Ctrl-C: most come to their end, and then it is known.
  private static let patience = 5_000
  /// What to do about an entry whose program was stopped.
  static let checkAdvice = "check whether it arrived, then use 'outbox ack' or 'outbox retry'"
  /// Why entries can't leave in a way: what a setting lacks, and what to do about it.
  let obstacles: [OutboxWay: String]
  /// What is to stay here, because its setting says `none`.
  let switchedOff: Set<OutboxWay>

  var ways: Set<OutboxWay> { Set(programs.keys) }

  init(_ reader: StoreReader, kinds: Set<OutboxKind>, milliseconds: Int) throws {
    letter = try reader.surveyLetter()
    sender = try reader.setting(Setting.mailSender) ?? ""
    senderName = try reader.setting("account.name") ?? ""
    self.milliseconds = milliseconds
    var programs: [OutboxWay: Program] = [:]
    var obstacles: [OutboxWay: String] = [:]
    var switchedOff: Set<OutboxWay> = []
    for way in OutboxWay.allCases where kinds.contains(way.kind) {
      do throws(Obstacle) {
        let key = Courier.key(way)
        let line: String?
        do { line = try reader.setting(key) } catch { throw Obstacle("\(error)", key, "COMMAND") }
        if line == Setting.noCommand {
          switchedOff.insert(way)
          continue
        }
        if way.isMail { try Courier.checkSender(sender) }
        if way.kind == .survey, letter == nil {
          throw Obstacle("csat.link is not set", Setting.surveyLink, "URL")
        }
        let program = try Courier.program(line ?? "", key)
        programs[way] = way.isMail ? MailProgram.sending(program, from: sender) : program
      } catch {
        obstacles[way] = error.message
      }
    }
    self.programs = programs
    self.obstacles = obstacles
    self.switchedOff = switchedOff
  }

  private struct Obstacle: Error {
    let message: String

    init(_ reason: String, _ key: String, _ value: String) {
      message = "\(reason); set it with 'sessionctl settings set \(key) \(value)'"
    }
  }

  static func key(_ way: OutboxWay) -> String {
    switch way {
    case .email, .survey: Setting.mailCommand
    case .webhook: Setting.webhookCommand
    case .message, .surveyMessage: Setting.messageCommand
    }
  }

  private static func checkSender(_ sender: String) throws(Obstacle) {
    if sender.isEmpty { throw Obstacle("outbox.from is not set", Setting.mailSender, "ADDRESS") }
    guard MailMessage.isAddress(sender) else {
      throw Obstacle("outbox.from '\(sender)' can't be used in a mail header", Setting.mailSender, "ADDRESS")
    }
  }

  private static func program(_ line: String, _ key: String) throws(Obstacle) -> Program {
    if line.isEmpty { throw Obstacle("\(key) is not set", key, "COMMAND") }
    let program: Program
    do throws(InvalidCommandWords) {
      let words = try CommandWords(parsing: line)
      program = Program(words.program, words.arguments)
    } catch { throw Obstacle("\(key) can't be used: \(error.message)", key, "COMMAND") }
    if let reason = program.obstacle { throw Obstacle("\(key) can't be run: \(reason)", key, "COMMAND") }
    return program
  }

  /// One attempt.
  ///
  /// - Parameter mostAttempts: with how many of them it is given up
  func deliver(
    _ lease: OutboxLease, mostAttempts: Int, at moment: Instant, isAbandoned: () -> Bool
  ) throws -> DeliveryResult {
    let entry = letter?.completing(lease.entry) ?? lease.entry
    guard let program = programs[entry.way] else { return .released }
    var remark: String?
    let input: [UInt8]
    switch entry.way {
    case .webhook, .message, .surveyMessage: input = try OutboxDocument.json(entry)
    case .email, .survey:
      let addresses = entry.to.split(separator: ",").map { String($0.drop { $0 == " " }) }
      let sendable = addresses.filter(MailMessage.isAddress)
      let good = sendable.filter { !$0.isSameAddress(as: sender) }
      let bad = addresses.filter { !MailMessage.isAddress($0) }.map { "'\(Sanitizer.visible($0))'" }
      // No later attempt would change anything about it.
      if sendable.isEmpty { return .givenUp("can't be used in a mail header: \(entry.to)") }
      // What it was sent for may answer itself without end.
      if good.isEmpty { return .givenUp("not sent: it is for outbox.from, the sender's own address") }
      if !bad.isEmpty { remark = "left out because it is not an address: \(bad.joined(separator: ", "))" }
      input = message(entry, to: good).bytes
    }
    if isAbandoned() { return .released }
    let run = ProgramRun.run(
      program, input: input, milliseconds: milliseconds, patience: Self.patience, isAbandoned: isAbandoned)
    if run.succeeded { return .delivered(subject: entry.subject, body: entry.body, remark: remark) }
    let error = Courier.reason(run, program, milliseconds: milliseconds)
    switch run.ending {
    case .noRoom: return .uncalled(error)
    // It had the whole text. Another attempt might send it once more.
    case .abandoned, .timedOut: return .perhapsSent("perhaps sent: \(error); \(Self.checkAdvice)")
    case .exited, .signalled, .notStarted: break
    }
    if entry.attempts >= mostAttempts || isFinal(run, entry.way) { return .givenUp(error) }
    return .failed(error, next: RetryPlan.next(after: entry.attempts, at: moment))
  }

  /// Only mail programs have statuses that mean the same for all of them.
  private func isFinal(_ run: ProgramRun, _ way: OutboxWay) -> Bool {
    guard way.isMail, case .exited(let status) = run.ending else { return false }
    return MailExit.isFinal(status)
  }

  private func message(_ entry: OutboxEntry, to addresses: [String]) -> MailMessage {
    MailMessage(
      from: sender, fromName: senderName, to: addresses, subject: entry.subject, body: entry.body,
      date: entry.createdAt, key: "sessionctl.\(entry.id).\(entry.createdAt.seconds)")
  }

  /// What went wrong, with the beginning of what the program said.
  private static func reason(_ run: ProgramRun, _ program: Program, milliseconds: Int) -> String {
    let how =
      switch run.ending {
      case .exited(let status): "exit status \(status)"
      case .signalled(let number): "ended by signal \(number)"
      case .timedOut: "stopped after \(milliseconds / 1000) s because it had not finished"
      case .abandoned: "stopped because this run was interrupted"
      case .notStarted(let number), .noRoom(let number): "can't be started: \(SystemError.text(number))"
      }
    let said = String(decoding: run.output, as: UTF8.self)
      .split(whereSeparator: \.isNewline).joined(separator: " ").prefix(500)
    return "\(program.name): \(how)\(said.isEmpty ? "" : ": \(said)")"
  }
}

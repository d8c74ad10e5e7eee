import CivilTime
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// Reads events and has them done, each once, in the order in which they come.
struct ConversationFeed {
  private let run: ConversationRun
  private let events: IngestedEvents
  private let now: Instant
  /// Whether anything was taken.
  private(set) var changed = false

  /// Events of one transaction: few enough for flat memory, many enough that its commit costs little.
  static let chunk = 4096

  init(_ run: ConversationRun, _ events: IngestedEvents, now: Instant) {
    self.run = run
    self.events = events
    self.now = now
  }

  /// - Returns: whether there may be more
  mutating func takeChunk(
    _ records: JSONRecordReader, keepGoing: Bool, report: inout IngestReport, failed: (IngestFailure) -> Void
  ) throws -> Bool {
    var count = 0
    while count < Self.chunk {
      count += 1
      switch try records.next() {
      case .end: return false
      case .failure(let line, let index, let reason, let isRecoverable):
        report.failed += 1
        failed(IngestFailure(place: place(line, index), fault: .wrong(reason)))
        if !keepGoing || !isRecoverable { return false }
      case .record(let record):
        do {
          try take(record, &report)
        } catch let refusal as UpdateRefusal where refusal.kind == .redacted {
          report.redacted += 1
        } catch {
          guard let fault = IngestFailure.Fault(error) else { throw error }
          report.failed += 1
          failed(IngestFailure(place: place(record.line, record.index), fault: fault))
          if !keepGoing { return false }
        }
      }
    }
    try Interruption.check()
    return true
  }

  private func place(_ line: Int, _ index: Int?) -> String {
    "line \(line)" + (index.map { ", event \($0 + 1)" } ?? "")
  }

  private mutating func take(_ record: JSONRecord, _ report: inout IngestReport) throws {
    let wire = try WireConversationEvent(record, now: now)
    let digest = EventDigest.of(record.bytes)
    switch try events.standing(of: wire.id, digest: digest, at: wire.event.at) {
    case .taken:
      report.known += 1
      return
    case .differs:
      throw WireProblem(
        "event_id: another event with the id '\(wire.id)' was already taken; events never change")
    case .new: break
    }
    let known = try events.session(ofKey: wire.conversation)
    let past = try known == nil ? events.past(ofKey: wire.conversation) : nil
    if case .start = wire.event.kind {
      if known != nil || past != nil {
        throw WireProblem(
          "conversation: '\(wire.conversation)' has already started; use type say for its messages")
      }
    } else if known == nil && past == nil {
      throw WireProblem(
        "conversation: '\(wire.conversation)' is unknown; an event of type start comes first")
    }
    let answer = try past.map { try run.take(wire.event, after: $0) } ?? run.take(wire.event, of: known)
    if answer.sessionID != known { try events.keep(wire.conversation, of: answer.sessionID) }
    try events.remember(wire.id, digest: digest, at: wire.event.at)
    changed = true
    report.taken += 1
    switch wire.event.kind {
    case .start: report.started += 1
    case .say: if answer.opened { report.started += 1 }
    case .handOff: report.handedOff += 1
    case .end: break
    }
  }
}

/// Tells whether two events of one name are the same: 64 bits of FNV-1a, against mistakes and not against malice.
package enum EventDigest {
  /// Of an event's bytes, a name or a line.
  package static func of(_ bytes: some Sequence<UInt8>) -> Int64 {
    // A sequence that another target brings gives each byte by a call.
    bytes.withContiguousStorageIfAvailable(digest) ?? Array(bytes).withUnsafeBufferPointer(digest)
  }

  private static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return Int64(bitPattern: hash)
  }
}

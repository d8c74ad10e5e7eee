import CivilTime
import GRDB
import Glibc
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes out of a store what is over, piece by piece, each piece in a transaction of its own.
///
/// The archive is complete before the first piece leaves. A piece leaves only if it is still what the archive says of
/// it, to the byte; what has changed in between stays for the next run. So a run can end anywhere: what has left is in
/// the archive, what has not is in the store, and to run it again does the rest.
package final class PruneRun {
  private let store: Store
  private let request: PruneRequest
  private let now: Instant
  private var pieces: [(piece: PrunePiece, digest: Int64?)] = []
  /// What has left so far.
  package private(set) var done = PruneCounts()
  /// How many things stay because something of their piece has changed since it was archived.
  package private(set) var changedMeanwhile = 0

  /// - Parameter now: when the run is
  package init(_ store: Store, _ request: PruneRequest, at now: Instant) {
    self.store = store
    self.request = request
    self.now = now
  }

  // MARK: Looking

  /// How many rows would leave, and how many conversations stay because something waits for them.
  ///
  /// - Parameter progress: gets how many things were looked at
  package func survey(_ progress: (Int) -> Void) throws -> (leaving: PruneCounts, held: Int) {
    try store.read { reader in
      let rows = try PruneRows(reader, request)
      var counts = PruneCounts()
      var seen = 0
      for stage in PruneStage.allCases {
        var last: PrunePiece?
        while let piece = try rows.next(stage, after: last) {
          _ = try rows.gather(piece)
          counts += try rows.counts(stage)
          last = piece
          seen += piece.count
          progress(seen)
          try Interruption.check()
        }
      }
      return try (counts, rows.held())
    }
  }

  /// How many conversations and tickets are old enough, and stay because something waits for them.
  package func held() throws -> Int { try store.read { try PruneRows($0, request).held() } }

  // MARK: Archiving

  /// Finds what leaves, and hands over the lines of its archive; without anything that leaves there is none.
  ///
  /// - Parameters:
  ///   - line: gets each line; nil: nothing is kept
  ///   - progress: gets how many things were looked at
  package func prepare(archive line: (([UInt8]) throws -> Void)?, _ progress: (Int) -> Void) throws {
    var seen = 0
    for stage in PruneStage.allCases {
      var last: PrunePiece?
      var isOver = false
      while !isOver {
        // Each look is a short one: a long one would keep the write-ahead log from beginning anew.
        try store.read { reader in
          let rows = try PruneRows(reader, request)
          guard var piece = try rows.next(stage, after: last) else {
            isOver = true
            return
          }
          guard let line else {
            pieces.append((piece, nil))
            last = piece
            return
          }
          var lines: [[UInt8]] = []
          while true {
            _ = try rows.gather(piece)
            lines.removeAll(keepingCapacity: true)
            var size = 0
            try ArchiveLines(reader).forEach(stage) {
              size += $0.count
              lines.append($0)
            }
            guard size > Self.mostBytes, let half = piece.half else { break }
            piece = half
          }
          if pieces.isEmpty { try line(head(reader)) }
          for text in lines { try line(text) }
          pieces.append((piece, LineDigest.of(lines)))
          last = piece
        }
        seen += last?.count ?? 0
        progress(seen)
        try Interruption.check()
      }
    }
  }

  /// So much of an archive is read again and deleted in one transaction.
  private static let mostBytes = 4 << 20

  /// Whether nothing leaves.
  package var isEmpty: Bool { pieces.isEmpty }

  private func head(_ reader: StoreReader) throws -> [UInt8] {
    ExportLine.of(
      .archive,
      WireArchive.document(
        store: try reader.identity(), at: now, endedBefore: request.endedBefore,
        outboxBefore: request.outboxBefore, logBefore: request.logBefore
      ).bytes)
  }

  // MARK: Deleting

  /// Takes out what was prepared.
  ///
  /// - Parameters:
  ///   - archive: where it is kept now; nil: nowhere
  ///   - permit: asked in every transaction; throws where it may not go on
  ///   - log: makes the run's log entry, or completes it, of what has left so far
  ///   - progress: gets how many things have left, of how many
  package func carryOut(
    archive: String?, permit: (StoreReader) throws -> Void,
    log: (PruneCounts, StoreWriter) throws -> Void, _ progress: (Int, Int) -> Void
  ) throws {
    let total = pieces.reduce(0) { $0 + $1.piece.count }
    var passed = 0
    for (index, (piece, digest)) in pieces.enumerated() {
      let began = Self.milliseconds()
      let counts = try store.write { writer -> PruneCounts? in
        try permit(writer.reader)
        let rows = try PruneRows(writer.reader, request)
        guard try rows.gather(piece) else { return nil }
        if let digest {
          var again = LineDigest()
          try ArchiveLines(writer.reader).forEach(piece.stage) { again.add($0) }
          guard again.value == digest else { return nil }
        }
        let counts = try rows.counts(piece.stage)
        let last = try rows.lastAudit()
        try rows.delete(piece.stage)
        if let before = request.cutoff(piece.stage) {
          try writer.noteRetention(
            piece.stage.kind,
            Retention(before: before, prunedAt: now, archive: archive, lastAuditID: last))
        }
        var sum = done
        sum += counts
        try log(sum, writer)
        return counts
      }
      if let counts { done += counts } else { changedMeanwhile += piece.count }
      passed += piece.count
      progress(passed, total)
      if index + 1 < pieces.count { try rest(Self.milliseconds() - began) }
    }
    if request.endedBefore != nil { try dateEvents() }
  }

  private func dateEvents() throws {
    let most = PruneStage.events.mostAtOnce
    let isAny = try store.read { try $0.hasUndatedEvents() }
    guard isAny else { return }
    while true {
      let began = Self.milliseconds()
      guard try store.write({ try $0.dateEvents(at: now, most: most) }) else { return }
      try rest(Self.milliseconds() - began)
    }
  }

  /// SQLite's waiting is not fair: who waits looks again every 25 ms, and would find us at it each time.
  private func rest(_ busy: Int) throws {
    try Interruption.check()
    usleep(UInt32(min(max(60, busy), 1_000)) * 1_000)
    try Interruption.check()
  }

  private static func milliseconds() -> Int {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return moment.tv_sec * 1_000 + moment.tv_nsec / 1_000_000
  }

  // MARK: Space

  /// Gives free pages back to the file system where the file was made for it, in steps that each take a moment.
  ///
  /// - Returns: the file's bytes, and how many of them are free for what comes
  package func giveBack() throws -> (size: Int, free: Int) {
    while true {
      let began = Self.milliseconds()
      let (isMore, size, free) = try store.giveBackPages(most: 1_000, keeping: 16)
      guard isMore else { return (size, free) }
      try rest(Self.milliseconds() - began)
    }
  }
}

/// Tells whether lines are the same as before.
private struct LineDigest {
  private(set) var value: Int64 = 0

  mutating func add(_ line: [UInt8]) {
    value = (value &* 1_000_003) ^ EventDigest.of(line)
  }

  static func of(_ lines: [[UInt8]]) -> Int64 {
    var digest = LineDigest()
    for line in lines { digest.add(line) }
    return digest.value
  }
}

import CivilTime
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

extension Store {
  /// Takes a page that was pulled, and moves its stream's place on: both, or neither, in one transaction.
  ///
  /// - Parameters:
  ///   - body: the account's answer
  ///   - expected: where the stream was when the page was asked for
  ///   - cursor: where it goes on, given what became of the page
  ///   - keepGoing: take the rest where a record is wrong; else nothing of the page is taken, and the place stays
  ///   - rejects: gets the records that are wrong, as they came
  ///   - log: makes the log's entry of a page that changed something
  /// - Throws: `StoreError` of kind `conflict` if another pull has gone on meanwhile.
  package func takePage(
    _ body: [UInt8], of stream: RemoteStream, from expected: RemoteCursor?,
    movingTo cursor: (ImportReport) -> RemoteCursor, keepGoing: Bool, now: Instant,
    rejects: ((UnsafeRawBufferPointer) throws -> Void)? = nil,
    log: (ImportReport, StoreWriter) throws -> Void
  ) throws -> ImportReport {
    // Nothing but what was asked for is taken, whatever else stands in the page.
    let reader = JSONRecordReader(body, collectionKeys: [stream.key])
    return try importRecords(
      reader, keepGoing: keepGoing, now: now, rejects: rejects,
      alongside: { try $1.move(cursor($0), from: expected) }, log: log)
  }

  /// Takes a page of a ticket's conversation log.
  ///
  /// - Parameter log: makes the log's entry of a page that changed something
  package func takeConversationLog(
    _ body: [UInt8], keepGoing: Bool, now: Instant, log: (ImportReport, StoreWriter) throws -> Void
  ) throws -> ImportReport {
    let reader = JSONRecordReader(body, collectionKeys: ["events"])
    return try importRecords(
      reader, as: .conversationLogEvent, keepGoing: keepGoing, now: now, log: log)
  }
}

extension StoreWriter {
  /// Takes imported memberships out that a whole list of them does not have any more; what was made here stays.
  ///
  /// - Returns: how many
  package func forgetImportedMemberships(besides listed: Set<Int64>) throws -> Int {
    let known = try Int64.fetchAll(
      db, sql: "SELECT id FROM group_membership WHERE origin = \(Origin.imported.rawValue)")
    let gone = known.filter { !listed.contains($0) }
    for id in gone {
      try db.execute(sql: "DELETE FROM group_membership WHERE id = ?", arguments: [id])
    }
    return gone.count
  }
}

import GRDB
import JSONText
import SessionModel
import StoreEngine

/// Hot loop: tickets that come again exactly as they came before, in the order of their ids, as in a file that is imported
/// every night. Where the next text of the input is that of the next ticket, nothing of it has to be taken apart: it was
/// when it came first.
final class RepeatedTickets {
  private enum Column: Int, StatementColumn { case id, body }

  private let following: SteppedStatement
  /// Whether the statement reads, and so whether the next ticket is expected.
  private var isReading = false
  /// How often in a row something else came than was expected.
  private var misses = 0

  /// After so many misses the input has another order, and looking is in vain.
  private static let mostMisses = 8

  init(_ db: Database) throws {
    // A document may have outlived its ticket, which then only has a stand-in, to be filled in by what comes.
    following = try SteppedStatement(
      db,
      """
      SELECT d.ticket_id, d.body FROM ticket_document d JOIN ticket t ON t.id = d.ticket_id
      WHERE d.ticket_id > ? AND t.origin = \(Origin.imported.rawValue) ORDER BY d.ticket_id
      """)
  }

  /// Expects the tickets that follow one that has come again by itself, with nothing around it.
  func expect(after id: Int64) {
    guard misses < Self.mostMisses else { return }
    following.bind(id)
    isReading = true
  }

  /// Passes over the next record if it is the ticket that is expected. Where it is not, nothing is expected any more, for
  /// what is taken then may change what is stored.
  ///
  /// - Returns: whether it was
  func pass(_ reader: JSONRecordReader) throws -> Bool {
    guard isReading else { return false }
    if try following.step(), try reader.pass(following.utf8(Column.body)) {
      misses = 0
      return true
    }
    misses += 1
    following.reset()
    isReading = false
    return false
  }
}

import CivilTime
import JSONText
import StoreEngine
import WireFormat

/// The records that tell of single messages, each kept under its own id.
package enum MessageForm: Int, CaseIterable {
  /// A comment of a ticket (`WireComment`).
  case comment = 1
  /// An event of a ticket's conversation log (`WireLogEvent`), whose id is a text.
  case logEvent = 2

  /// The public message that a record of it tells of; nil for internal notes.
  ///
  /// - Parameter moment: when it was, where the record does not say it
  package func message(_ record: JSONRecord, orAt moment: Instant?) throws -> WireMessage? {
    switch self {
    case .comment: try WireComment(record)?.message(orAt: moment)
    case .logEvent: try WireLogEvent(record)?.message
    }
  }

  /// The event of an audit that tells of it.
  func event(_ record: JSONRecord) throws -> JSONValue {
    switch self {
    case .comment: WireComment.event(record)
    case .logEvent: try WireLogEvent.event(record)
    }
  }
}

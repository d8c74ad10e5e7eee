import CivilTime
import GRDB
import SessionModel
import StoreEngine

extension UpdateRequest {
  /// How often customers are reminded in one silence.
  ///
  /// What was sent before is told by the history, so that there is nothing to fall out of step: a reminder counts as
  /// long as nobody has written after it.
  package struct Reminders: Sendable {
    /// So many reminders in one silence, and no more.
    package var most: Int
    /// The least time from one to the next.
    package var apart: TimeSpan

    /// With `most` below 1 nobody is reminded.
    package init(most: Int, apart: TimeSpan) {
      self.most = most
      self.apart = apart
    }

    /// A condition on `session s`: it has been reminded enough in this silence, or a moment ago.
    func isEnough(at now: Instant) -> String {
      """
      (SELECT count(*) >= \(most) OR count(*) > 0 AND max(a.created_at) > \(now.advanced(by: -apart.seconds).seconds)
        FROM audit a WHERE a.ticket_id = s.ticket_id AND a.created_at > s.last_activity_at
          AND instr(coalesce(a.events, a.document), '"\(UpdateEvent.reminderType)"')
          AND EXISTS (SELECT 1 FROM json_each(coalesce(a.events, a.document -> '$.events')) e
            WHERE e.value ->> '$.type' = '\(UpdateEvent.reminderType)'))
      """
    }
  }
}

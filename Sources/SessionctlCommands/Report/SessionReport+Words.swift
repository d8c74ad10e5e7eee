import CommandGrammar
import SessionStore
import StoreEngine
import StoreReports

// What help, manual and `report list` say of the reports about sessions.

extension SessionReport {
  var usesUnit: Bool { self == .endTime || self == .routingChangeTime }
  var usesHours: Bool { usesUnit || self == .outsideHours }

  var summary: String {
    switch self {
    case .ended: "Count the sessions that ended"
    case .endTime: "Show the time from the ticket's creation to the end of its session"
    case .routingChangeTime: "Show the time until the ticket's routing channel changed"
    case .openEnded: "Show ended sessions whose ticket is still not solved"
    case .outsideHours: "Count ended sessions whose ticket was created outside business hours"
    case .csat: "Show surveys offered and answered on tickets whose session ended"
    case .active: "Show the active sessions, by how long they have been idle"
    }
  }

  /// The heading of its page.
  var title: String {
    switch self {
    case .ended: "Ended sessions"
    case .endTime: "Time until sessions ended"
    case .routingChangeTime: "Time until the routing channel changed"
    case .openEnded: "Ended sessions with an unsolved ticket"
    case .outsideHours: "Ended sessions whose ticket was created outside business hours"
    case .csat: "Surveys on ended sessions"
    case .active: "Active sessions"
    }
  }

  var discussion: [String] {
    switch self {
    case .ended:
      [
        "Conversations that ended before they had a ticket count too. A table ends with a row of totals."
      ]
    case .endTime, .routingChangeTime:
      [
        "Percentiles are exact: of n sorted values, the one at position (n - 1) * p, counted from 0; between two positions, the value is interpolated (`quantile_cont` in SQL, PERCENTILE.INC in spreadsheets). Totals in a table are computed from all values together.",
        "Business-hours columns count only the seconds within business hours. They are shown if there are any: those of `--business-hours`, or else of the setting `account.default_schedule`. A time that would be negative, because the ticket was created later, counts as 0.",
      ]
    case .openEnded: ["The age is the time since the end of the session. Deleted tickets do not count."]
    case .outsideHours:
      ["A ticket counts as outside if it was created outside business hours; holidays are outside."]
    case .csat:
      [
        "The report counts each ticket by the present state of its survey; the period is about the session's end."
      ]
    case .active: ["Idle is the time since the last public message."]
    }
  }

  var examples: [Example] {
    switch self {
    case .ended:
      [
        Example(
          command: "sessionctl report ended --by day,reason",
          explanation: "How many sessions ended, day by day, and why"),
        Example(
          command: "sessionctl report ended --last 7d --by agent --json",
          explanation: "The last week, for a program"),
        Example(
          command: "sessionctl report ended --last 30d --by day,reason --chart",
          explanation: "The last month as a line for each reason"),
        Example(
          command: "sessionctl report ended --during last-week --compare previous --by weekday",
          explanation: "Last week beside the week before"),
      ]
    case .endTime:
      [
        Example(
          command: "sessionctl report end-time --by month,group --unit hours",
          explanation: "In hours, month by month, for each group")
      ]
    case .routingChangeTime:
      [
        Example(
          command: "sessionctl report routing-change-time --last 30d --by week",
          explanation: "The last month, week by week")
      ]
    case .openEnded:
      [
        Example(
          command: "sessionctl report open-ended --by agent --sort open:desc",
          explanation: "The agents with the most come first")
      ]
    case .outsideHours:
      [
        Example(
          command: "sessionctl report outside-hours --by month --business-hours Office",
          explanation: "Month by month, by the schedule called Office")
      ]
    case .csat:
      [
        Example(
          command: "sessionctl report csat --by month", explanation: "How many customers answer, and what")
      ]
    case .active:
      [
        Example(command: "sessionctl report active --chart", explanation: "How many wait, and for how long")
      ]
    }
  }

  /// What a chart draws unless `--fields` names another measure.
  var chartMeasure: String {
    switch self {
    case .ended: "ended"
    case .endTime, .routingChangeTime: "median"
    case .openEnded: "open"
    case .outsideHours: "outside_hours"
    case .csat: "answered"
    case .active: "active"
    }
  }
}

extension ReportMeasure {
  /// `Measures: ended (sessions that ended), …`
  static func described(_ measures: [ReportMeasure]) -> String {
    "Measures: " + measures.map { "`\($0.name)` (\($0.meaning))" }.joined(separator: ", ") + "."
  }
}

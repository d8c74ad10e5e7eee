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
    case .endTime: "Show how long it took from the ticket's creation to the end of its session"
    case .routingChangeTime: "Show how long it took until the ticket's routing channel changed"
    case .openEnded: "Show sessions that ended while their ticket is still not solved"
    case .outsideHours: "Count ended sessions whose ticket was created outside business hours"
    case .csat: "Show surveys offered and answered on tickets whose session ended"
    case .active: "Show the sessions that are active now, by how long they have been idle"
    }
  }

  /// The heading of its page.
  var title: String {
    switch self {
    case .ended: "Ended sessions"
    case .endTime: "Time until sessions ended"
    case .routingChangeTime: "Time until the routing channel changed"
    case .openEnded: "Ended sessions with an unsolved ticket"
    case .outsideHours: "Ended sessions that began outside business hours"
    case .csat: "Surveys on ended sessions"
    case .active: "Active sessions"
    }
  }

  var discussion: [String] {
    switch self {
    case .ended:
      [
        "Conversations that ended before they had a ticket count too. In a table a row of totals follows."
      ]
    case .endTime, .routingChangeTime:
      [
        "Percentiles are exact: of n values in order the one at place (n - 1) * p, counted from 0; between two places the share of the way from one to the other (`quantile_cont` in SQL, PERCENTILE.INC in spreadsheets). Totals in a table are of all values at once.",
        "Business hours count as seconds within them; they are shown where there are any: those of `--business-hours`, else of the setting `account.default_schedule`. Times before a ticket was created count as none.",
      ]
    case .openEnded: ["The age is the time since the end of the session. Deleted tickets do not count."]
    case .outsideHours: ["A ticket is outside by the moment it was created, holidays included."]
    case .csat: ["What counts is where the ticket's survey stands now; the period is that of the end."]
    case .active: ["Idle is the time since the last public message."]
    }
  }

  var examples: [Example] {
    switch self {
    case .ended:
      [
        Example(
          command: "sessionctl report ended --by day,reason", explanation: "How many, day by day, and why"),
        Example(
          command: "sessionctl report ended --last 7d --by agent --json",
          explanation: "The last week, for a program"),
        Example(
          command: "sessionctl report ended --last 30d --by day,reason --chart",
          explanation: "The last month as a line for each reason"),
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
          explanation: "Who has the most of them")
      ]
    case .outsideHours:
      [
        Example(
          command: "sessionctl report outside-hours --by month --business-hours Office",
          explanation: "Month by month, by the schedule called Office")
      ]
    case .csat:
      [
        Example(command: "sessionctl report csat --by month", explanation: "How many answer, and what")
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

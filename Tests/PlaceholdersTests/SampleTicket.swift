import Placeholders

/// What the templates of the tests are rendered with.
enum SampleTicket {
  static let values: [String: TemplateValue] = [
    "ticket.id": 4711,
    "ticket.title": "Where is my order?",
    "ticket.status": "Open",
    "ticket.requester.name": "Zoë Ångström",
    "ticket.requester.first_name": "Zoë",
    "ticket.assignee.name": .none,
    "ticket.tags": "vip surge",
    "ticket.created_at": "2026-03-09T14:05:06+01:00",
    "ticket.ticket_field_123": "blue",
    "ticket.custom_fields.99": "nine",
    "ticket.hostile": "{{ticket.id}} {% if %} <b>\"x\"</b> & 'y'",
    "ticket.empty": "",
    "ticket.spaces": " \n\t",
    "ticket.is_public": true,
    "ticket.is_private": false,
    "ticket.comments": .list([
      .object(["body": "first", "author": .object(["name": "Ann"])]),
      .object(["body": "second", "author": .object(["name": "Bob"])]),
      .object(["body": "third", "author": .object(["name": "Ann"])]),
    ]),
    "ticket.comments_formatted": "----\nAnn: first",
    "ticket.list": .list(["b", "a", "c", "a"]),
    "ticket.no_list": .list([]),
    "current_user.name": "Agent Smith",
    "satisfaction.rating_section": "How was it?",
    "ratio": .decimal(2.5),
    "now": "2026-11-22T08:30:00Z",
  ]

  static func value(_ path: String) -> TemplateValue { values[path] ?? .none }

  static func render(_ template: String) throws -> String {
    try Template.compile(template).render(value).text
  }

  /// What is wrong with a template; nil if nothing is.
  static func problem(_ template: String, limits: CompileLimits = .standard) -> TemplateProblem? {
    do {
      _ = try Template.compile(template, limits: limits)
      return nil
    } catch {
      return error
    }
  }
}

import CommandGrammar
import WireFormat

/// `sessionctl-kinds(5)`: what `import` knows records by, from the table that it uses.
let kindsPage = ReferencePage(
  "kinds", section: 5, summary: "what import takes records for",
  parts: KindsPage.beginning + KindsPage.placed + KindsPage.leftOut, nouns: [])

private enum KindsPage {
  static let beginning: [ReferencePage.Part] = [
    .heading("DESCRIPTION"),
    .text(
      "`sessionctl import` finds the kind of a record by the key it came under, as in `{\"ticket\": {…}}` and `{\"tickets\": […]}`; else by the last collection of its address, the member `url`: `…/api/v2/users/10/identities/20.json` is an identity, and never a user. Where a record has neither, members tell it that only one kind has. Doubt is no kind: the record is counted as unknown and left out, unless `--as-type` says what it is. `sessionctl import --explain FILE` tells what each part of a file is taken for, and why."
    ),
    .text(
      "Search results say their kind in `result_type`; the envelopes of Singer and Airbyte say it in `stream`; documents of this program, `{\"schema\": \"sessionctl.trigger-list/1\", …}`, are taken where their items are those of the API: triggers, messaging triggers, queues, macros, and the history of a ticket."
    ),
    .text(
      "A key, an address or members of one of these kinds are enough. A few words are used by the service for two kinds; then the address tells them apart, else members."
    ),
  ]

  static let placed: [ReferencePage.Part] =
    [.heading("KINDS WITH A PLACE")] + RecordKind.all.filter { $0.wire != nil }.map { entry($0) }

  static let leftOut: [ReferencePage.Part] =
    [
      .heading("KINDS LEFT OUT"),
      .text(
        "The service answers with these as well. They are counted by name, `skipped 1 ticket_metric: not used`, and are no error."
      ),
    ] + RecordKind.all.filter { $0.wire == nil }.map { entry($0) }
}

private func entry(_ kind: RecordKind) -> ReferencePage.Part {
  var sentences: [String] = []
  if case .kept = kind.use {
    sentences.append("Kept word for word.")
  }
  sentences.append("Keys: \(listed([kind.name, kind.plural] + kind.otherKeys)).")
  if !kind.addresses.isEmpty {
    let space = kind.space.isEmpty ? "" : "\(kind.space)/…/"
    sentences.append("Addresses: \(listed(kind.addresses.map { "…/\(space)\($0)" })).")
  }
  if !kind.signs.isEmpty {
    sentences.append(
      "Members: \(kind.signs.map { $0.map { "`\($0)`" }.joined(separator: " with ") }.joined(separator: ", or "))."
    )
  }
  return .entry(kind.name, [sentences.joined(separator: " ")])
}

private func listed(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }

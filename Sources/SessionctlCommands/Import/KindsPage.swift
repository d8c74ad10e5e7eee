import CommandGrammar
import WireFormat

/// `sessionctl-kinds(5)`: what `import` knows records by, from the table that it uses.
let kindsPage = ReferencePage(
  "kinds", section: 5, summary: "how import recognizes records",
  parts: KindsPage.beginning + KindsPage.placed + KindsPage.leftOut, nouns: [])

private enum KindsPage {
  static let beginning: [ReferencePage.Part] = [
    .heading("DESCRIPTION"),
    .text(
      "`sessionctl import` finds the kind of a record by the key it came under, as in `{\"ticket\": {…}}` and `{\"tickets\": […]}`; or else by the last collection of its address, the member `url`. So `…/api/v2/users/10/identities/20.json` is an identity, never a user. A record with neither is recognized by members that only one kind has. If that leaves a doubt, the record is skipped and counted as unknown, unless `--as-type` names its kind. `sessionctl import --explain FILE` shows what each part of a file is read as, and why."
    ),
    .text(
      "Search results name their kind in `result_type`, and the envelopes of Singer and Airbyte in `stream`. Documents of this program, `{\"schema\": \"sessionctl.trigger-list/1\", …}`, are imported if their items are those of the API: triggers, messaging triggers, queues, macros, and the history of a ticket."
    ),
    .text(
      "A key, an address or members of one of these kinds are enough. The service uses a few words for two kinds; there the address decides, or else the members."
    ),
  ]

  static let placed: [ReferencePage.Part] =
    [.heading("KINDS THAT ARE IMPORTED")] + RecordKind.all.filter { $0.wire != nil }.map { entry($0) }

  static let leftOut: [ReferencePage.Part] =
    [
      .heading("KINDS THAT ARE SKIPPED"),
      .text(
        "The service's answers contain these as well. They are skipped and counted by name, `skipped 1 ticket_metric: not used`, and are not an error."
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
    let signs = kind.signs.map { $0.map { "`\($0)`" }.joined(separator: " with ") }
    let whole = kind.whole.isEmpty ? [] : ["nothing but \(listed(kind.whole))"]
    sentences.append("Members: \((signs + whole).joined(separator: ", or ")).")
  }
  return .entry(kind.name, [sentences.joined(separator: " ")])
}

private func listed(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }

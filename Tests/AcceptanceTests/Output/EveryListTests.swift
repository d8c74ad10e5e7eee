import JSONText
import Rendering
import Foundation
import Testing

@testable import CommandGrammar
@testable import SessionctlCommands

/// Every list there is, of things whose names are as bad as names can be.
@Suite struct EveryListTests {
  static let names = [
    "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "한국어한국어한국어한국어한국어한국어", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}",
    "cafe\u{301} cre\u{300}me bru\u{302}le\u{301}e a\u{300} la carte encore une fois", "🇩🇪🇫🇷🇯🇵🇰🇷🇩🇪🇫🇷🇯🇵🇰🇷🇩🇪🇫🇷🇯🇵🇰🇷",
    "👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧", "❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️", String(repeating: "Donaudampf", count: 30),
    "\u{1B}]0;title\u{7}\u{1B}[31mred\u{1B}[2J", "gpj.\u{202E}txt", "\u{9B}31mC1\u{85}x",
    "one\ntwo\r\nthree\tfour", "=1+1",
  ]

  /// What a list's command needs besides its own words.
  static let operands = ["queue tickets": ["standard"], "ticket history": ["501"]]

  /// All of them, as words.
  static let lists: [[String]] = CommandTable.toolkit.commands.filter(\.takesLists).map { command in
    command.path + (operands[command.name] ?? [])
  }

  /// An account where everything that can have a name has each of them.
  static func filled() throws -> TestMachine {
    let machine = try TestMachine.withAccount()
    var lines: [String] = []
    for (index, name) in names.enumerated() {
      let text = JSONValue.string(name).text
      let id = 900_000_000_000 + index
      lines += [
        #"{"group":{"id":\#(id),"name":\#(text),"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}"#,
        #"{"user":{"id":\#(id),"name":\#(text),"email":"a\#(index)@example.com","role":"agent","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}"#,
        #"{"trigger":{"id":\#(id),"title":\#(text),"active":true,"conditions":{"all":[{"field":"status","operator":"changed","value":null}],"any":[]},"actions":[{"field":"notification_user","value":["assignee_id",\#(text),\#(text)]}]}}"#,
        #"{"macro":{"id":\#(id),"title":\#(text),"active":true,"actions":[{"field":"priority","value":"high"}]}}"#,
        #"{"messaging_trigger":{"id":\#(id),"title":\#(text),"active":false,"event":"message_sent","conditions":{"all":[{"field":"message","operator":"is","value":\#(text)}]},"actions":[{"field":"add_tags","value":"x"}]}}"#,
        #"{"ticket":{"id":\#(id),"subject":\#(text),"status":"new","group_id":\#(id),"via":{"channel":"line"},"tags":["vip"],"requester_id":501,"created_at":"2026-07-01T00:00:00Z","updated_at":"2026-07-01T00:00:00Z"}}"#,
        #"{"ticket":{"id":\#(id + 100),"subject":\#(text),"status":"open","group_id":\#(id),"assignee_id":\#(id),"via":{"channel":"line"},"tags":["vip"],"requester_id":501,"created_at":"2026-07-01T00:00:00Z","updated_at":"2026-07-01T00:00:00Z"}}"#,
      ]
    }
    try machine.take(lines)
    try machine.succeed("schedule", "create", "--name", "Office", "--open", "mon-fri 09:00-17:00", "-q")
    try machine.succeed("settings", "set", "account.default_schedule", "Office", "-q")
    for index in names.indices {
      try machine.succeed("ticket", "update", String(900_000_000_100 + index), "--status", "pending", "-q")
    }
    return machine
  }

  private func words(_ list: [String], _ machine: TestMachine) -> [String] {
    list.map { $0 == "501" ? "900000000100" : $0 }
  }

  @Test func noneIsForgotten() {
    #expect(Self.lists.count > 25)
    for command in CommandTable.toolkit.commands where command.takesLists {
      #expect(
        command.operands.filter(\.count.isRequired).count == (Self.operands[command.name] ?? []).count
      )
    }
  }

  @Test(arguments: [40, 80, 200]) func tablesFit(columns: Int) throws {
    let machine = try Self.filled()
    machine.columns = columns
    for list in Self.lists {
      let run = machine.run(words(list, machine), terminals: .all)
      #expect(run.code == .done || list == ["trigger", "lint"], "\(run)")
      for line in run.text.split(separator: "\n") where DisplayWidth.of(String(line)) > columns {
        Issue.record("\(list) at \(columns): \(DisplayWidth.of(String(line))) columns: \(line)")
      }
      #expect(
        !run.text.unicodeScalars.contains {
          $0.value < 0x20 && $0 != "\n" || $0 == "\u{9B}" || $0 == "\u{202E}"
        })
    }
  }

  @Test("--limit 0 prints no rows, and does not claim that there are none") func noRows() throws {
    let machine = try Self.filled()
    let charts = [["report", "agents", "--chart"], ["report", "ended", "--by", "day", "--chart"]]
    for list in Self.lists + charts {
      let run = machine.run(words(list, machine) + ["--limit", "0"])
      #expect(run.code == .done || list == ["trigger", "lint"], "\(run)")
      for line in run.errors.split(separator: "\n") where line.contains(#/^(no|nothing|every) /#) {
        Issue.record("\(list): \(line)")
      }
    }
    let none = machine.run("session", "list", "--tag", "nobody", "--limit", "1")
    #expect(none.errors == "no sessions match\n", "\(none)")
    let page = machine.run("report", "agents", "--limit", "0", "--format", "html").text
    #expect(page.contains("The limit is 0.") && !page.contains("No agents."))
  }

  /// The flat formats have a line a row, whatever stands in it, and agree with JSON.
  @Test func flatFormatsAgree() throws {
    let machine = try Self.filled()
    for list in Self.lists {
      let words = words(list, machine)
      let count = machine.run(words + ["--json"]).items.count
      let tsv = machine.run(words + ["--format", "tsv"])
      let lines = tsv.output.split(separator: 0x0A, omittingEmptySubsequences: false)
      #expect(lines.count == count + 2, "\(list)")
      let widths = Set(
        lines.dropLast().map { $0.split(separator: 0x09, omittingEmptySubsequences: false).count })
      #expect(widths.count == 1, "\(list)")
      let csv = machine.run(words + ["--format", "csv"])
      #expect(csv.code == tsv.code)
      #expect(machine.run(words + ["--format", "ndjson"]).lines.count == count, "\(list)")
    }
  }

  @Test func fieldsAndOrders() throws {
    let machine = try Self.filled()
    for list in Self.lists {
      let words = words(list, machine)
      for option in ["--fields", "--sort"] {
        let run = machine.run(words + [option, "nonsense"])
        let what = option == "--sort" ? " to sort by" : ""
        #expect(
          run.code == .usage && run.errors.contains("there is no field 'nonsense'\(what); there are "),
          "\(run)")
      }
      let command = try #require(CommandTable.command(Array(list.prefix(2))))
      let refused = machine.run(words + ["--sort", "nonsense"]).errors
      let offered = try #require(refused.range(of: "there are ")).upperBound
      let key = String(refused[offered...].prefix { $0 != "," && $0 != ";" && $0 != "\n" })
      #expect(command.sortKeys.contains(key), "\(refused)")
      let slip = key + "x"
      let near = machine.run(words + ["--sort", slip])
      #expect(near.errors.contains("did you mean '\(key)'"), "\(near)")
      for column in command.document?.columns ?? [] where !command.sortKeys.contains(column.name) {
        let run = machine.run(words + ["--sort", column.name])
        #expect(run.code == .usage && run.errors.contains("to sort by; there are "), "\(run)")
      }
      for key in command.document == nil ? [] : command.sortKeys {
        for order in [key, "\(key):desc"] {
          let run = machine.run(words + ["--sort", order])
          #expect(run.code == .done || list == ["trigger", "lint"], "\(run)")
        }
      }
    }
  }
}

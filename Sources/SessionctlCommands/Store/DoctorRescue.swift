import CommandGrammar
import Rendering
import SessionStore
import StoreDoctor
import StoreEngine
import StoreRescue

/// `doctor --rescue`: what can be read of a damaged store, as a new one.
enum DoctorRescue {
  static let option = Option(
    "rescue", "NEW", .file, help: "Save what can be read of a damaged store to a new store",
    details: [
      "Reads the file page by page, also where SQLite gives up, and says for each table how many rows were saved and which are lost: by number where something else still names them, otherwise between which numbers rows may be missing. It shows at most a hundred numbers for each table.",
      "What others name and is lost gets an empty stand-in, which a later import fills in. What belongs to something lost, and makes no sense without it, is left out. Then the rules hold again: who waits is matched anew, and new ids follow the last known ones.",
      "The exit status is 1 if anything was lost. The damaged store is only read. To put NEW in its place, use 'sessionctl restore NEW'.",
    ])

  /// Made by `--rescue`.
  static let document = RowSchema<Saved>(
    "rescue",
    [
      RowColumn("table", .token) { $0.table }, RowColumn("saved", .integer) { $0.saved },
      RowColumn("lost", .integer) { $0.lost },
      // The detail has them as ranges.
      RowColumn("lost_ids", .identifiers, inTable: false) { $0.lostIDs },
      RowColumn("may_lack_more", .bool) { $0.mayLackMore },
      RowColumn("stand_ins", .integer) { $0.standIns }, RowColumn("left_out", .integer) { $0.leftOut },
      RowColumn("changed", .integer) { $0.changed },
      RowColumn("detail", .text, wraps: true) { $0.detail },
    ])

  /// What came of a table, for the document.
  struct Saved {
    var table: String
    var saved = 0
    var lost = 0
    var lostIDs: [Int64] = []
    var mayLackMore = false
    var standIns = 0
    var leftOut = 0
    var changed = 0
    var sentences: [String] = []

    var detail: String? { sentences.isEmpty ? nil : sentences.joined(separator: "; ") }
    var isWhole: Bool {
      lost == 0 && !mayLackMore && standIns == 0 && leftOut == 0 && changed == 0 && sentences.isEmpty
    }
  }

  static func run(to target: String, _ context: CommandContext) throws -> ExitCode {
    let options = context.storeOptions(cacheMiB: 64)
    let path = try context.storePath
    let clock = try context.clock(zoneNamed: "UTC")
    _ = try context.fields(of: document.schema)
    if context.namesActor {
      // It is the whole store that is copied.
      try context.readToMend(
        asAdmin: false, ifUnknown: "leave --as and SESSIONCTL_ACTOR out if the damage took them"
      ) { _ in }
    }
    let file = try DamagedFile(path, for: target, allowSharedWriting: options.allowSharedWriting)
    let rescue = Rescue(file)
    var problems: [Finding] = []
    let number = try rescue.schema()
    try Store.rescue(target, options, schema: number) { db in
      try rescue.fill(db, schema: number)
    } complete: { store in
      try store.write { try rescue.complete($0, at: clock.now) }
      problems = try store.read { try $0.examine(path: target, now: clock.now) }.filter {
        $0.verdict == .problem && $0.check != "permissions"
      }
    }
    let rows = rows(of: rescue)
    try context.list(document, rows, clock, emptyNote: "nothing was found")
    context.note("saved \(rows.reduce(0) { $0 + $1.saved }) rows to \(target)")
    if rescue.homeless > 0 {
      context.warn(
        "\(counted(rescue.homeless, "row")) could be read, but not told to which table they belong")
    }
    for problem in problems {
      context.warn("the new store still has a problem: \(problem.check): \(problem.detail)")
    }
    return rows.allSatisfy(\.isWhole) && rescue.homeless == 0 && problems.isEmpty ? .done : .no
  }

  /// The tables with something in them or something to tell.
  private static func rows(of rescue: Rescue) -> [Saved] {
    rescue.tables.compactMap { table in
      var row = Saved(table: table.table)
      row.saved = table.saved
      row.lost = table.lost
      row.lostIDs = table.lostIDs
      row.mayLackMore = table.mayLackMore
      row.changed = table.cutIDs.count
      if table.lost > 0 {
        row.sentences.append(
          "lost\(table.lostIDs.isEmpty ? "" : ": \(inWords(table.lostIDs, of: table.lost))")")
      }
      if table.mayLackMore { row.sentences.append(missing(table)) }
      if !table.cutIDs.isEmpty {
        row.sentences.append(
          "kept without a value, or with the first of two: \(inWords(table.cutIDs, of: table.cutIDs.count))")
      }
      for repair in rescue.repairs where repair.table == table.table {
        let ids = repair.ids.isEmpty ? "\(repair.count)" : inWords(repair.ids, of: repair.count)
        switch repair.what {
        case .standIn:
          row.standIns += repair.count
          row.sentences.append("stand-ins: \(ids)")
        case .orphan:
          row.leftOut += repair.count
          row.sentences.append("left out, because what they belong to is lost: \(ids)")
        case .wrong:
          row.leftOut += repair.count
          row.sentences.append("left out, because a value can't be right: \(ids)")
        case .changed:
          row.changed += repair.count
          row.sentences.append("changed to keep the rules: \(ids)")
        case .disabled:
          row.changed += repair.count
          row.sentences.append("disabled, because they can't run as they are now: \(ids)")
        case .made:
          row.changed += repair.count
          row.sentences.append(made(table.table, ids))
        }
      }
      return row.saved == 0 && row.isWhole ? nil : row
    }
  }

  private static func made(_ table: String, _ ids: String) -> String {
    switch table {
    case "account":
      "the plan is lost and is suite_enterprise_plus now; set yours with 'sessionctl settings set account.plan PLAN'"
    case "store_identity": "a new identity; plans that were made before are refused"
    case "user": "user \(ids) is the admin now, because no other was found"
    default: "created: \(ids)"
    }
  }

  private static func missing(_ table: RescuedTable) -> String {
    let places = table.gaps.map { gap in
      switch (gap.after, gap.before) {
      case (nil, nil): "anywhere"
      case (let after?, nil): "after \(after)"
      case (nil, let before?): "before \(before)"
      case (let after?, let before?): "between \(after) and \(before)"
      }
    }
    let known = Array(Set(places)).sorted()
    if known.isEmpty { return "more may be missing" }
    return "more may be missing \(known.prefix(5).joined(separator: ", "))"
      + (known.count > 5 ? " and in \(known.count - 5) more places" : "")
  }

  /// `12, 15–20 and 3 more`
  static func inWords(_ ids: [Int64], of count: Int) -> String {
    var stretches: [(first: Int64, last: Int64)] = []
    for id in ids {
      if let last = stretches.last?.last, last < .max, id == last + 1 {
        stretches[stretches.count - 1].last = id
      } else {
        stretches.append((id, id))
      }
    }
    let shown = stretches.prefix(8)
    let named = shown.reduce(0) { $0 + Int($1.last - $1.first) + 1 }
    return shown.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)–\($0.last)" }.joined(
      separator: ", ")
      + (count > named ? " and \(count - named) more" : "")
  }
}

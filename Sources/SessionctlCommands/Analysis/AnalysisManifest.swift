import CivilTime
import JSONText
import StoreReports

/// What a folder of analysis has of one account, and how far it has read the store. It is written last, so that whatever
/// it names is complete.
struct AnalysisManifest {
  /// A file that is complete and never changes again.
  struct File {
    let table: String
    let month: AnalysisMonth
    /// From the folder on.
    let path: String
    let tally: AnalysisTally
    let bytes: Int
    let checksum: String
    /// What told the business hours that its columns were counted by; nil without any.
    let hours: String?
    /// Whether its rows are of tickets that were pruned before they were written.
    let isOfPruned: Bool
    let writtenAt: Instant
  }

  /// The entry of the log that was the last, by which a store is known that was restored to something earlier.
  struct LogPlace: Equatable {
    let id: Int64
    let at: Instant
  }

  /// Up to where a run wrote all tables.
  struct Completion: Equatable {
    let log: LogPlace
    /// A checksum over what the commands say they did of which the history does not tell everything.
    let untold: String
    /// The first month that was not over.
    let before: AnalysisMonth
    /// Where the history was to go on.
    let history: Int64
  }

  let account: String
  /// Nothing before this month is looked at; nil: from the beginning on.
  var since: AnalysisMonth?
  var log: LogPlace?
  /// nil after a run that wrote only some tables.
  var complete: Completion?
  /// The entry of the history up to which firings were read.
  var firings: Int64 = .min
  /// The month up to which agents' days were written, that month not included.
  var agentDays: AnalysisMonth?
  /// When the store had been pruned last.
  var prunedAt: Instant?
  /// What the store held of each month when it was looked at last: where that is still so, there is nothing to do.
  var seen: [String: [AnalysisMonth: AnalysisTally]] = [:]
  var files: [File] = []

  init(account: String) { self.account = account }

  func files(of table: AnalysisTable, in month: AnalysisMonth) -> [File] {
    files.filter { $0.table == table.name && $0.month == month }
  }
}

// MARK: As JSON

extension AnalysisManifest {
  private static let schema = "sessionctl.analysis/1"

  var text: String {
    let members: [(String, JSONValue)] = [
      ("schema", .string(Self.schema)),
      ("account", .string(account)),
      ("since", since.map { .string($0.text) } ?? .null),
      (
        "log",
        log.map { .object(JSONObject([("id", .integer($0.id)), ("at", .string($0.at.rfc3339))])) } ?? .null
      ),
      ("complete", complete?.json ?? .null),
      ("firings_read", .integer(firings)),
      ("agent_days_before", agentDays.map { .string($0.text) } ?? .null),
      ("pruned_at", prunedAt.map { .string($0.rfc3339) } ?? .null),
      (
        "months",
        .array(
          seen.sorted { $0.key < $1.key }.flatMap { table, months in
            months.sorted { $0.key < $1.key }.map { month, tally in
              .object(
                JSONObject([
                  ("table", .string(table)), ("month", .string(month.text)),
                  ("rows", .integer(Int64(tally.rows))), ("ids", .integer(tally.ids)),
                ]))
            }
          })
      ),
      ("files", .array(files.map(\.json))),
    ]
    return JSONValue.object(JSONObject(members)).indentedText
  }

  /// - Parameter name: the file's, for sentences
  init(_ bytes: [UInt8], name: String) throws {
    func wrong(_ what: String) -> Failure {
      Failure(
        .badInput, "bad_input",
        "\(name) is no manifest that this program wrote (\(what)); put it back from a copy, or export into a new folder"
      )
    }
    let json: JSONValue
    do { json = try JSONValue.parse(bytes) } catch { throw wrong("it is no JSON") }
    guard let schema = json["schema"]?.string else { throw wrong("it has no schema") }
    guard schema == Self.schema else {
      let isNewer = schema.hasPrefix("sessionctl.analysis/")
      throw isNewer
        ? Failure(
          .badInput, "bad_input",
          "\(name) was written by a newer sessionctl (\(schema)); use that, or export into a new folder")
        : wrong("its schema is \(schema)")
    }
    guard let account = json["account"]?.string else { throw wrong("it names no account") }
    self.init(account: account)
    since = json["since"]?.string.flatMap(AnalysisMonth.init)
    if let log = json["log"], !log.isNull {
      guard let id = log["id"]?.integer, let at = Self.moment(log["at"]) else { throw wrong("its log") }
      self.log = LogPlace(id: id, at: at)
    }
    guard let firings = json["firings_read"]?.integer, let months = json["months"]?.array,
      let files = json["files"]?.array
    else { throw wrong("it is not whole") }
    self.firings = firings
    complete = json["complete"].flatMap(Completion.init)
    agentDays = json["agent_days_before"]?.string.flatMap(AnalysisMonth.init)
    prunedAt = Self.moment(json["pruned_at"])
    for entry in months {
      guard let table = entry["table"]?.string,
        let month = entry["month"]?.string.flatMap(AnalysisMonth.init),
        let rows = entry["rows"]?.integer, let ids = entry["ids"]?.integer
      else { throw wrong("its months") }
      seen[table, default: [:]][month] = AnalysisTally(rows: Int(rows), ids: ids)
    }
    for entry in files {
      guard let file = File(entry) else { throw wrong("its files") }
      self.files.append(file)
    }
  }

  fileprivate static func moment(_ value: JSONValue?) -> Instant? {
    value?.string.flatMap { try? Instant(rfc3339: $0) }
  }
}

extension AnalysisManifest.Completion {
  fileprivate var json: JSONValue {
    [
      "log_id": .integer(log.id), "log_at": .string(log.at.rfc3339), "untold_crc32": .string(untold),
      "before": .string(before.text), "next_history_id": .integer(history),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let id = json["log_id"]?.integer, let at = AnalysisManifest.moment(json["log_at"]),
      let untold = json["untold_crc32"]?.string,
      let before = json["before"]?.string.flatMap(AnalysisMonth.init),
      let history = json["next_history_id"]?.integer
    else { return nil }
    self.init(
      log: AnalysisManifest.LogPlace(id: id, at: at), untold: untold, before: before, history: history)
  }
}

extension AnalysisManifest.File {
  fileprivate var json: JSONValue {
    .object(
      JSONObject([
        ("table", .string(table)), ("month", .string(month.text)), ("path", .string(path)),
        ("rows", .integer(Int64(tally.rows))), ("ids", .integer(tally.ids)),
        ("bytes", .integer(Int64(bytes))), ("crc32", .string(checksum)),
        ("business_hours", hours.map(JSONValue.string) ?? .null), ("pruned", .bool(isOfPruned)),
        ("written_at", .string(writtenAt.rfc3339)),
      ]))
  }

  fileprivate init?(_ json: JSONValue) {
    guard let table = json["table"]?.string, let month = json["month"]?.string.flatMap(AnalysisMonth.init),
      let path = json["path"]?.string, path.hasPrefix("\(table)/account="), !path.contains(".."),
      let rows = json["rows"]?.integer, let ids = json["ids"]?.integer, let bytes = json["bytes"]?.integer,
      let checksum = json["crc32"]?.string, let isOfPruned = json["pruned"]?.bool,
      let writtenAt = AnalysisManifest.moment(json["written_at"])
    else { return nil }
    self.init(
      table: table, month: month, path: path, tally: AnalysisTally(rows: Int(rows), ids: ids),
      bytes: Int(bytes), checksum: checksum, hours: json["business_hours"]?.string, isOfPruned: isOfPruned,
      writtenAt: writtenAt)
  }
}

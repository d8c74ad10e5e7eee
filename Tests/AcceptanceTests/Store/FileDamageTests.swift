import CommandGrammar
import Foundation
import GRDB
import TestSupport
import Testing

/// A bit, a byte or a page of the file that is not what was written: no command traps or calls it a bug, and where `doctor`
/// says well, the answers are the ones from before, but for values that were changed into others as good.
@Suite struct FileDamageTests {
  /// What happened to a file.
  enum Damage: String, CaseIterable {
    case bit, byte, run, page, zeroes, swap, cut

    func happen(to file: inout [UInt8], _ chance: inout SplitMix) {
      let page = 4096
      let pages = file.count / page
      let place = chance.number(0...(file.count - 1))
      let start = place / page * page
      switch self {
      case .bit: file[place] ^= 1 << UInt8(chance.number(0...7))
      case .byte: file[place] = UInt8(chance.number(0...255))
      case .run:
        for index in place..<min(place + 16, file.count) { file[index] = UInt8(chance.number(0...255)) }
      case .page: for index in start..<start + page { file[index] = UInt8(chance.number(0...255)) }
      case .zeroes: file.replaceSubrange(start..<start + page, with: repeatElement(0, count: page))
      case .swap:
        let (first, second) = (chance.number(1...(pages - 1)) * page, chance.number(1...(pages - 1)) * page)
        for index in 0..<page { file.swapAt(first + index, second + index) }
      case .cut: file.removeLast(chance.once(in: 2) ? file.count - start : file.count - place)
      }
    }
  }

  /// The same few each time; `SESSIONCTL_RANDOM=damage:0-4999` is five thousand.
  @Test("damages") func damages() throws {
    let good = try TestMachine.filled()
    let bytes = try good.bytes(of: good.store)
    let answers = TestMachine.looks.map { good.tries($0).output }
    let content = try Self.content(of: good.store)
    let warnings = good.run("doctor").text.split(separator: "\n").count { $0.contains(" warning ") }
    var counts: [String: Int] = [:]
    for seed in Extent.picks("damage", usually: 20, of: 1_000_000) {
      var chance = SplitMix(seed: UInt64(seed))
      let damage = Damage.allCases[seed % Damage.allCases.count]
      var file = bytes
      damage.happen(to: &file, &chance)
      let machine = try TestMachine.holding(file)
      machine.isTampered = true
      let what = "\(damage) (SESSIONCTL_RANDOM=damage:\(seed))"
      let doctor = machine.run("doctor")
      check(doctor, what)
      #expect(!doctor.errors.contains("see 'sessionctl doctor'"), "\(what): \(doctor.errors)")
      var isOther = false
      // A fourth of the commands for each: all of them would take a minute for fifty damages.
      for (line, answer) in zip(TestMachine.looks, answers) where chance.once(in: 4) {
        let run = machine.tries(line)
        check(run, what)
        if doctor.code == .done {
          #expect(run.code != .storeUnavailable, "\(what): doctor says well: \(run)")
        }
        if run.code == .done || run.code == .no, run.output != answer { isOther = true }
      }
      check(machine.run("backup", "\(machine.folder)/copy.db"), what)
      if doctor.code == .done, isOther {
        // As good as another value: a text or a number that stands where it may stand.
        let changed = Self.difference(content, try Self.content(of: machine.store))
        #expect(!changed.isEmpty, "\(what): other answers, doctor says well, and nothing stored differs")
        // A value that may be right is told and does no harm to the exit status, such as a time that is still to come.
        let isTold = doctor.text.split(separator: "\n").count { $0.contains(" warning ") } > warnings
        let how = isTold ? "a warning" : "another value as good"
        counts["\(how): \(changed.joined(separator: ", ")), damage:\(seed)", default: 0] += 1
      } else {
        counts[doctor.code == .done ? "well" : "seen", default: 0] += 1
      }
      for line in TestMachine.changes where chance.once(in: 4) { check(machine.tries(line), what) }
    }
    print(counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: "\n"))
  }

  private func check(_ run: Run, _ what: String) {
    #expect(run.code != .bug, "\(what): \(run)")
    #expect(!run.errors.contains("SQLite error"), "\(what): \(run)")
  }

  /// What a file holds, by column, read without the program.
  private static func content(of path: String) throws -> [String: [DatabaseValue]] {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    return try queue.read { db in
      var content: [String: [DatabaseValue]] = [:]
      for table in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'") {
        for row in try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"") {
          for (column, value) in row { content["\(table).\(column)", default: []].append(value) }
        }
      }
      return content
    }
  }

  /// The columns that differ, and one number where it is one.
  private static func difference(_ one: [String: [DatabaseValue]], _ other: [String: [DatabaseValue]])
    -> [String]
  {
    Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted().map { column in
      let changed = zip(one[column] ?? [], other[column] ?? []).filter { $0 != $1 }
      guard changed.count == 1, let before = Int64.fromDatabaseValue(changed[0].0),
        let after = Int64.fromDatabaseValue(changed[0].1)
      else { return column }
      return "\(column) (\(before), now \(after))"
    }
  }
}

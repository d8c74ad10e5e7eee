import CivilTime
import Foundation
import GRDB
import JSONText
import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreEngine
@testable import StoreAdministration

/// Schedules in the store, below the commands.
@Suite struct ScheduleStoreTests {
  private let folder: Folder
  private var path: String { "\(folder.path)/store.db" }
  private let now = Instant(1_784_109_600)

  init() throws { folder = try Folder() }

  private func office(_ hours: String = "mon-fri 09:00-17:00") throws -> Schedule {
    Schedule(
      id: 0, name: "Office", timeZone: "Europe/Berlin",
      intervals: try Schedule.Interval.list(parsing: hours),
      holidays: [try Schedule.Holiday(parsing: "2026-12-25 Christmas", id: 1)], createdAt: now,
      updatedAt: now)
  }

  @Test func whatIsAddedIsReadBack() throws {
    try Store.create(path)
    let store = try Store.open(path)
    let id = try store.write { try $0.add(office()) }
    var expected = try office()
    expected.id = id
    #expect(try store.read { try $0.schedule(id: id) } == expected)
    #expect(try store.read { try $0.schedules() } == [expected])
    #expect(try store.read { try $0.schedule(id: id + 1) } == nil)
  }

  @Test func theDefaultIsFoundByIDOrName() throws {
    try Store.create(path)
    let store = try Store.open(path)
    let id = try store.write { try $0.add(office()) }
    #expect(try store.read { try $0.defaultSchedule() } == nil)
    for word in ["\(id)", "Office"] {
      try store.write { try $0.set(Setting.defaultSchedule, to: word) }
      #expect(try store.read { try $0.defaultSchedule()?.id } == id)
      #expect(throws: AdministrationRefusal.isDefaultSchedule("Office")) {
        try store.write { writer in
          let admin = Person(id: 1, name: "Ada", email: nil, role: .admin)
          let administration = Administration(writer, by: admin, at: Instant(0), osUser: nil) { _, _ in }
          try administration.delete(writer.reader.schedules()[0])
        }
      }
    }
    for word in ["", "Elsewhere"] {
      try store.write { try $0.set(Setting.defaultSchedule, to: word) }
      #expect(try store.read { try $0.defaultSchedule() } == nil)
    }
  }

  /// An older store gets the table, keeps what it has, and leaves a backup beside it.
  @Test func aStoreWithoutSchedulesIsUpgraded() throws {
    do {
      let queue = try DatabaseQueue(path: path)
      try Schema.migrator([Schema.migrations[0]]).migrate(queue)
      try queue.write { try $0.execute(sql: "INSERT INTO setting VALUES ('account.name', 'Old')") }
      try queue.close()
      chmod(path, 0o600)
    }
    let store = try Store.open(path)
    #expect(try store.read { try $0.setting("account.name") } == "Old")
    _ = try store.write { try $0.add(office()) }
    #expect(FileManager.default.fileExists(atPath: "\(path).schema-1.backup"))
    try store.close()
    #expect(try Store.open(path, Store.Options(readOnly: true)).read { try $0.schedules().count } == 1)
  }

  /// The function of one selection gives way to that of the next, whatever ran before.
  @Test func selectionsSeeTheirOwnHours() throws {
    try Store.create(path)
    let store = try Store.open(path)
    try store.write { writer in
      // Hourly from Wednesday 00:00 in Berlin, with a conversation whose start no calendar has.
      for hour in 0..<24 { try insertSession(writer, Int64(hour + 1), 1_784_066_400 + Int64(hour) * 3600) }
      try insertSession(writer, 99, .max)
    }
    func outside(_ hours: String) throws -> [Int64] {
      var selection = Selection()
      selection.outsideHours = try BusinessHours(office(hours))
      return try store.read { reader in
        var ids: [Int64] = []
        try reader.forEachSession(selection) { ids.append($0.id) }
        #expect(try reader.countSessions(selection) == ids.count)
        return ids
      }
    }
    #expect(try outside("wed 00:00-24:00") == [99])
    #expect(try outside("wed 02:00-24:00") == [1, 2, 99])
    #expect(try outside("wed 00:00-23:00") == [24, 99])
  }

  private func insertSession(_ writer: StoreWriter, _ id: Int64, _ startedAt: Int64) throws {
    try writer.db.execute(
      sql: """
        INSERT INTO session(id, channel, state, started_at, last_activity_at) VALUES (?, 'line', 0, ?, ?)
        """, arguments: [id, startedAt, startedAt])
  }

  /// Replacing a function that a statement is using fails as an error, and does not end the program.
  @Test func hoursInUseCanNotBeReplaced() throws {
    try Store.create(path)
    let store = try Store.open(path)
    try store.write { writer in for id in 1...3 { try insertSession(writer, Int64(id), 0) } }
    var selection = Selection()
    selection.outsideHours = try BusinessHours(office())
    #expect(throws: (any Error).self) {
      try store.read { reader in
        try reader.forEachSession(selection) { _ in _ = try reader.countSessions(selection) }
      }
    }
    #expect(try store.read { try $0.countSessions(selection) } == 3)
  }
}

import CivilTime
import JSONText
import Testing

/// How many of which, so that the demo has something to show.
@Suite struct ActivityTests {
  private static let fourHours: Int64 = 4 * 3600

  /// The idle times of the active sessions, in seconds.
  private func idleTimes(_ account: WrittenAccount, now: Instant = WrittenAccount.now) -> [Int64] {
    account.tickets.filter(\.isActive).map { now.seconds - $0.session!.time("last_activity_at")!.seconds }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 9])
  func fewSessionsAreAllThere(count: Int) throws {
    let account = try WrittenAccount(sessions: count, seed: 1)
    #expect(account.tickets.filter { $0.session != nil }.count == count)
    #expect(idleTimes(account).contains { $0 < ActivityTests.fourHours })
  }

  @Test func aNegativeNumberIsNone() throws {
    #expect(try WrittenAccount(sessions: -5, seed: 1).tickets.isEmpty)
  }

  /// Whatever the number and the hour: a sweep has something to end and does not take the feed for dead.
  @Test(arguments: [10, 11, 17, 36, 37, 62, 99, 100, 333])
  func somethingIsFreshAndSomethingStale(count: Int) throws {
    for seed in 0..<6 as Range<UInt64> {
      // Through the week and the day, as the rhythm depends on both.
      let now = Instant(1_784_111_400 + Int64(seed) * 101_000)
      let idle = idleTimes(try WrittenAccount(sessions: count, seed: seed, now: now), now: now)
      #expect(idle.contains { $0 < ActivityTests.fourHours })
      #expect(idle.filter { $0 >= ActivityTests.fourHours }.count >= 3)
      #expect(idle.allSatisfy { $0 >= 0 && $0 <= 6 * 86_400 })
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func sharesAreAsPromised(seed: UInt64) throws {
    let account = try WrittenAccount.shared(seed: seed)
    let tickets = account.tickets
    let sessions = tickets.filter { $0.session != nil }
    let idle = idleTimes(account)
    #expect(idle.count == 240)
    #expect((100...140).contains(idle.filter { $0 < ActivityTests.fourHours }.count))
    #expect((120...200).contains(tickets.count - sessions.count))
    func share(_ holds: (WrittenTicket) -> Bool) -> Double {
      Double(sessions.filter(holds).count) / Double(sessions.count)
    }
    #expect((0.55...0.65).contains(share { $0.session!["channel"]?.string == "native_messaging" }))
    for channel in ["whatsapp", "instagram_dm", "line", "telegram"] {
      #expect(share { $0.session!["channel"]?.string == channel } > 0.01)
    }
    #expect(share { $0.session!["end_reason"]?.string == "agent_ended" } > 0.4)
    #expect(share { $0.session!["end_reason"]?.string == "inactivity_ended" } > 0.25)
    #expect(share { $0.session!["end_reason"]?.string == "channel_changed" } > 0.03)
    #expect(share { $0.session!["end_reason"]?.string == "ticket_closed" } > 0.01)
    for status in ["new", "open", "pending", "solved"] {
      #expect(sessions.contains { $0.isActive && $0.status == status })
      #expect(sessions.contains { !$0.isActive && $0.status == status })
    }
    #expect(share { $0.status == "closed" } > 0.25)
  }

  @Test func sessionsBeginInOrderByDayAndLatelyMoreOften() throws {
    let sessions = try WrittenAccount.shared(seed: 1).tickets.compactMap(\.session)
    let starts = sessions.map { $0.time("started_at")!.seconds }
    #expect(starts == starts.sorted())
    #expect(starts.first! >= WrittenAccount.now.seconds - 61 * 86_400)
    let atNight = starts.filter { $0 % 86_400 < 5 * 3600 }.count
    #expect(atNight > 0 && atNight < 150)
    let lastWeek = starts.filter { $0 > WrittenAccount.now.seconds - 7 * 86_400 }.count
    #expect(lastWeek > 2000 * 7 / 60 * 3 / 2)
  }

  @Test func customersWriteWhatTheyLike() throws {
    let subjects = try WrittenAccount.shared(seed: 1).tickets.map { $0.ticket["subject"]!.string! }
    #expect(subjects.contains { $0.utf8.count > 150 })
    #expect(subjects.contains("=1+1"))
    let texts = subjects.joined().unicodeScalars
    #expect(texts.contains("ü") && texts.contains("注") && texts.contains("💔"))
    #expect(texts.contains("\u{1B}") || texts.contains("\u{202E}"))
  }
}

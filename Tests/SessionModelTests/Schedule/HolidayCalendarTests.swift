import CivilTime
@testable import SessionModel
import Testing

@Suite struct HolidayCalendarTests {
  private func read(_ lines: [String], end: String = "\r\n") throws(InvalidSchedule) -> HolidayCalendar {
    let text = (["BEGIN:VCALENDAR", "VERSION:2.0"] + lines + ["END:VCALENDAR", ""]).joined(separator: end)
    return try HolidayCalendar(Array(text.utf8), years: 2026...2028)
  }

  private func event(_ lines: String...) -> [String] { ["BEGIN:VEVENT"] + lines + ["END:VEVENT"] }

  @Test(
    "whole days are read, with the day after the last as RFC 5545 writes it",
    arguments: [
      (
        ["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas"],
        "2026-12-25..2026-12-26 Christmas"
      ),
      (["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226", "SUMMARY:Day"], "2026-12-25 Day"),
      (["SUMMARY:Day", "DTSTART:20261225"], "2026-12-25 Day"),
      (["DTSTART:20261225", "DTEND:20261225", "SUMMARY:Day"], "2026-12-25 Day"),
      (["DTSTART:20261225", "DURATION:P2D", "SUMMARY:Two"], "2026-12-25..2026-12-26 Two"),
      (["DTSTART:20261225", "DURATION:P1W", "SUMMARY:Week"], "2026-12-25..2026-12-31 Week"),
      // As programs write them that sort by name.
      (["DURATION:P2D", "DTSTART:20261225", "SUMMARY:Two"], "2026-12-25..2026-12-26 Two"),
      (["DTEND:20261225", "DTSTART:20261225", "SUMMARY:Day"], "2026-12-25 Day"),
      (["DTEND:20261227", "DTSTART:20261225", "SUMMARY:Two"], "2026-12-25..2026-12-26 Two"),
      (["DTSTART:20261225", "SUMMARY;LANGUAGE=de:Weihnachten\\, 1. Tag"], "2026-12-25 Weihnachten, 1. Tag"),
      (["DTSTART:20261225", "SUMMARY:Long na", " me"], "2026-12-25 Long name"),
      (["DTSTART:20261225", "SUMMARY:X", "BEGIN:VALARM", "SUMMARY:Alarm", "END:VALARM"], "2026-12-25 X"),
      (["DTSTART:20261225"], "2026-12-25 Holiday"), (["DTSTART:20261225", "SUMMARY:A\tB"], "2026-12-25 A B"),
    ])
  func days(lines: [String], holiday: String) throws {
    for end in ["\r\n", "\n"] {
      let calendar = try read(["BEGIN:VEVENT"] + lines + ["END:VEVENT"], end: end)
      #expect(calendar.holidays.map(\.text) == [holiday])
      #expect(calendar.leftOut.isEmpty)
    }
  }

  @Test("what comes every year is one for each year, what repeats otherwise is left out and named")
  func repeats() throws {
    let yearly = try read(event("DTSTART:20201003", "RRULE:FREQ=YEARLY", "SUMMARY:Unity"))
    #expect(yearly.holidays.map(\.firstDay.text) == ["2026-10-03", "2027-10-03", "2028-10-03"])
    let leap = try read(
      event("DTSTART:20240229", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "SUMMARY:Leap"))
    #expect(leap.holidays.map(\.firstDay.text) == ["2028-02-29"])
    let earlier = try read(
      event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "DTSTART:20240229", "SUMMARY:Leap"))
    #expect(earlier.holidays == leap.holidays && earlier.leftOut.isEmpty)
    let until = try read(event("DTSTART:20201003", "RRULE:FREQ=YEARLY;UNTIL=20271003T000000Z", "SUMMARY:U"))
    #expect(until.holidays.map(\.firstDay.text) == ["2026-10-03", "2027-10-03"])
    let excluded = try read(
      event(
        "EXDATE;VALUE=DATE:20261003,20281003", "DTSTART;VALUE=DATE:20201003", "RRULE:FREQ=YEARLY", "SUMMARY:U"
      ))
    #expect(excluded.holidays.map(\.firstDay.text) == ["2027-10-03"] && excluded.leftOut.isEmpty)
    #expect(try read(event("DTSTART:20261003", "EXDATE:20261003")).holidays.isEmpty)
    #expect(throws: InvalidSchedule.self) { try read(event("DTSTART:20261003", "EXDATE:20261303")) }
    for lines in [
      ["DTSTART:20201003", "RRULE:FREQ=YEARLY", "EXDATE:20271003T000000Z"],
      ["DTSTART:20260907T080000Z", "RRULE:FREQ=YEARLY", "EXDATE:20270907T080000Z"],
      ["DTSTART:20260907", "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1MO"],
      ["DTSTART:20260907", "RRULE:FREQ=WEEKLY"],
      ["DTSTART:20260907T080000Z", "DTEND:20260907T100000Z"], ["DTSTART:20260907", "RDATE:20270907"],
    ] {
      let calendar = try read(["BEGIN:VEVENT", "SUMMARY:Labor Day"] + lines + ["END:VEVENT"])
      #expect(calendar.holidays.isEmpty)
      #expect(calendar.leftOut == ["Labor Day"])
    }
    #expect(try read(event("DTSTART:20260907", "STATUS:CANCELLED", "SUMMARY:X")).holidays.isEmpty)
  }

  @Test(
    "what is no calendar is refused, with its line",
    arguments: [
      ("hello", "it is not a calendar: a calendar begins with BEGIN:VCALENDAR"), ("", "it is not a calendar"),
      (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261301\n",
        "line 3: DTSTART '20261301' is not a day such as 20261225"
      ),
      (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:X\nEND:VEVENT\n",
        "line 2: this event does not say when it begins (DTSTART)"
      ),
      ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\n", "line 2: this event does not end"),
      (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nDTEND:20261220\nEND:VEVENT\nEND:VCALENDAR",
        "line 2: 'Holiday' ends on 2026-12-19"
      ),
      (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nDURATION:PT8H\nEND:VEVENT\nEND:VCALENDAR",
        "line 4: DURATION 'PT8H' is not 1 to 366 days such as P3D or P1W"
      ),
      (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:\u{1B}[31mX\n", "line 3: SUMMARY contains control characters"
      ),
      ("BEGIN:VCALENDAR\nEND:VEVENT\n", "line 2: END ends an event that has not started"),
      ("BEGIN:VCALENDAR\nnonsense\n", "line 2: expected a name, a colon and a value"),
      ("BEGIN:VCALENDAR\nVERSION:2.0\n", "the calendar does not end: expected END:VCALENDAR"),
    ])
  func refuses(text: String, start: String) {
    let error = #expect(throws: InvalidSchedule.self) {
      try HolidayCalendar(Array(text.utf8), years: 2026...2026)
    }
    #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "accepted")")
  }

  @Test("no bytes trap") func random() {
    let seed = Array(
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR\n".utf8)
    for place in seed.indices {
      for byte: UInt8 in [0, 10, 0x3A, 0xFF, 0x39] {
        var bytes = seed
        bytes[place] = byte
        _ = try? HolidayCalendar(bytes, years: 2026...2027)
      }
    }
  }
}

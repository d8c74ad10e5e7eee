#!/bin/sh
# ics 0.7.3 (PyPI), with which scripts add to a calendar: of an event that repeats it writes the first start in UTC, the
# rule as it was, and no zone. A desk of Mondays from 9 in Berlin, read in October and written with nothing changed, is at
# 08:00 once summer time is over. One from 00:30 on Mondays starts on a Sunday in UTC, but still repeats by Monday: it is a
# day later, and at 23:30 by winter. A day that the desk was closed (EXDATE) is open again, since none of its starts is the
# one named, in a zone that the file no longer has. If the file had no CALSCALE, which it needn't, it now says GEORGIAN, and
# strict readers refuse it. All-day events keep their days. For calendars with what repeats, take the package icalendar.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q ics==0.7.3 icalendar==7.3.2 recurring-ical-events==3.8.2
"$folder/venv/bin/python" -W ignore - <<'P'
from datetime import date, datetime
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar as Reader
from ics import Calendar

def event(name, *lines):
    return ["BEGIN:VEVENT", f"UID:{name}", "DTSTAMP:20260101T000000Z", f"SUMMARY:{name}", *lines, "END:VEVENT"]

zone = ["BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "DTSTART:19701025T030000", "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD", "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT", "END:VTIMEZONE"]
before = "\r\n".join([
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", *zone,
    *event("day", "DTSTART;TZID=Europe/Berlin:20261019T090000", "DTEND;TZID=Europe/Berlin:20261019T170000",
           "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Berlin:20261102T090000"),
    *event("night", "DTSTART;TZID=Europe/Berlin:20261019T003000", "DTEND;TZID=Europe/Berlin:20261019T060000",
           "RRULE:FREQ=WEEKLY;BYDAY=MO"),
    *event("holiday", "DTSTART;VALUE=DATE:20261101", "DTEND;VALUE=DATE:20261102"),
    "END:VCALENDAR", ""])
after = Calendar(before).serialize()
print(after)

def starts(text, name):
    found = recurring_ical_events.of(Reader.from_ical(text)).between(date(2026, 10, 17), date(2026, 11, 12))
    days = [each["DTSTART"].dt for each in found if each["SUMMARY"] == name]
    berlin = ZoneInfo("Europe/Berlin")
    return [f"{day.astimezone(berlin) if isinstance(day, datetime) else day:%a %d %b %R}" for day in days]

readable = after.replace("GEORGIAN", "GREGORIAN")
seen = {}
for name in ("day", "night", "holiday"):
    seen[name] = (starts(before, name), starts(readable, name))
    print(name, "before:", ", ".join(seen[name][0]))
    print(name, "after: ", ", ".join(seen[name][1]))
raise SystemExit("CALSCALE:GEORGIAN" not in after or "VTIMEZONE" in after or seen != {
    "day": (["Mon 19 Oct 09:00", "Mon 26 Oct 09:00", "Mon 09 Nov 09:00"],
            ["Mon 19 Oct 09:00", "Mon 26 Oct 08:00", "Mon 02 Nov 08:00", "Mon 09 Nov 08:00"]),
    "night": (["Mon 19 Oct 00:30", "Mon 26 Oct 00:30", "Mon 02 Nov 00:30", "Mon 09 Nov 00:30"],
              ["Mon 19 Oct 00:30", "Tue 20 Oct 00:30", "Mon 26 Oct 23:30", "Mon 02 Nov 23:30", "Mon 09 Nov 23:30"]),
    "holiday": (["Sun 01 Nov 00:00"], ["Sun 01 Nov 00:00"])})
P

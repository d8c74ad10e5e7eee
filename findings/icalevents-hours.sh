#!/bin/sh
# icalevents 0.3.1 (PyPI), with which scripts ask a calendar whether a desk is open, who is on call or whether there is a
# holiday: what `events` finds in a span is not what takes place in it. The span's hours are read in the zone of each
# event, whatever zone they come with: of a shift from 9 to 17 in New York, 21:30 UTC, which is 16:30 there, finds nothing,
# and 09:00 UTC, 04:00 there, finds it. What repeats is found only by a span that it begins in: a weekly shift is not seen
# at 14:00 in its own zone, a yearly holiday not at 10:00 of its day, though both are when they don't repeat. A closure
# until the 27th is found at 09:00 on the 28th. An EXDATE in UTC takes away two: the one that it names, and the one with
# its date in the event's zone, in Sydney the day before. Ask for days more on both sides, and compare `start` and `end`.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q icalevents==0.3.1 icalendar==7.3.2
"$folder/venv/bin/python" - <<'P'
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from icalevents.icalevents import events

def found(question, lines, start, hours=0.5):
    calendar = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VEVENT", "UID:1", "SUMMARY:Desk",
                "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    text = "\r\n".join(calendar).encode()
    days = [event.start.astimezone(timezone.utc).strftime("%d %b %R")
            for event in events(string_content=text, start=start, end=start + timedelta(hours=hours), sort=True)]
    print(f"{question}: {days}")
    return days

york, utc = ZoneInfo("America/New_York"), timezone.utc
shift = ["DTSTART;TZID=America/New_York:20261201T090000", "DTEND;TZID=America/New_York:20261201T170000"]
weekly = [*shift, "RRULE:FREQ=WEEKLY"]
holiday = ["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226"]
closed = ["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261228"]
sydney = ["DTSTART;TZID=Australia/Sydney:20261201T090000", "DTEND;TZID=Australia/Sydney:20261201T170000",
          "RRULE:FREQ=DAILY;COUNT=4"]
seen = [
    found("open, 16:30 in New York, asked in UTC", shift, datetime(2026, 12, 1, 21, 30, tzinfo=utc)),  # should be found
    found("closed, 04:00 in New York, asked in UTC", shift, datetime(2026, 12, 1, 9, 0, tzinfo=utc)),  # should not
    found("open, 14:00, once", shift, datetime(2026, 12, 1, 14, 0, tzinfo=york)),
    found("open, 14:00, weekly", weekly, datetime(2026, 12, 1, 14, 0, tzinfo=york)),  # should be found
    found("holiday, once", holiday, datetime(2026, 12, 25, 10, 0)),
    found("holiday, yearly", [*holiday, "RRULE:FREQ=YEARLY"], datetime(2026, 12, 25, 10, 0)),  # should be found
    found("the day after a closure", closed, datetime(2026, 12, 28, 9, 0)),  # should not
    found("four shifts in Sydney", sydney, datetime(2026, 11, 29), 240),
    found("without the one of 2 Dec, 22:00 UTC", [*sydney, "EXDATE:20261202T220000Z"], datetime(2026, 11, 29), 240),
]
shifts = ["30 Nov 22:00", "01 Dec 22:00", "02 Dec 22:00", "03 Dec 22:00"]
raise SystemExit(seen != [[], ["01 Dec 14:00"], ["01 Dec 14:00"], [], ["25 Dec 00:00"], [], ["25 Dec 00:00"], shifts,
                          [shifts[0], shifts[3]]])
P

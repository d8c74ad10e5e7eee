#!/bin/sh
# pycron 3.3.0 (PyPI), which says whether a line of a crontab is due: Sunday as 7, which crontab(5) has beside 0,
# never comes. `30 3 * * 7` is never due. `6-7`, `6,7` and `sat-sun`, each of them the weekend, are Saturday only, and
# `fri-mon` is Friday and Saturday. None of it is an error. What runs the lines of a crontab by it leaves out the
# sweep on Sundays, and what checks by it whether a sweep ran when it was due doesn't miss it. Write `0,6`, which both
# read alike.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pycron==3.3.0
"$folder/venv/bin/python" - <<'P'
from datetime import datetime, timedelta

import pycron

week = [datetime(2026, 12, 7, 3, 30) + timedelta(days=day) for day in range(7)]
seen = {}
for days in ["0", "7", "6-7", "6,7", "sat-sun", "fri-mon", "0,6"]:
    seen[days] = " ".join(day.strftime("%a") for day in week if pycron.is_now(f"30 3 * * {days}", day))
    print(f"30 3 * * {days}:", seen[days] or "never")
raise SystemExit(
    seen
    != {"0": "Sun", "7": "", "6-7": "Sat", "6,7": "Sat", "sat-sun": "Sat", "fri-mon": "Fri Sat", "0,6": "Sat Sun"}
)
P

#!/bin/sh
# xlsx2csv 0.8.6 (PyPI; 1:0.7.8-1 of Debian 12 does the same): a duration in a spreadsheet becomes a time of day, and so
# loses its days, and its seconds with them. A wait of 36:30:15, shown by [h]:mm:ss, which is Excel's own format for hours
# beyond a day, is written as 12:30, one of 24 hours as 00:00, and a time of 09:30:59 as 09:30. By [hh]:mm:ss, as LibreOffice
# and openpyxl have it, the same wait is 1.521007: days, to six places. Its exit status is 0. `-t %H:%M:%S` gives back the
# seconds, not the days; `--ignore-formats time --` before the file's name gives days for both.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q xlsx2csv==0.8.6 openpyxl==3.1.5
cd "$folder"
"$folder/venv/bin/python" - <<'P'
from datetime import time, timedelta

from openpyxl import Workbook

book = Workbook()
wait = timedelta(hours=36, minutes=30, seconds=15)
rows = [("36:30:15", wait, "[h]:mm:ss"), ("24:00:00", timedelta(days=1), "[h]:mm:ss"),
        ("09:30:59", time(9, 30, 59), "hh:mm:ss"), ("36:30:15", wait, "[hh]:mm:ss")]
book.active.append(["shown", "wait"])
for number, (shown, value, form) in enumerate(rows, 2):
    book.active.append([shown, value])
    book.active.cell(number, 2).number_format = form
book.save("waits.xlsx")
P
venv/bin/xlsx2csv --version
venv/bin/xlsx2csv waits.xlsx | tee seen
venv/bin/xlsx2csv -t %H:%M:%S waits.xlsx | tee seconds
venv/bin/xlsx2csv --ignore-formats time -- waits.xlsx | tee days
cat >wanted <<'IN'
shown,wait
36:30:15,12:30
24:00:00,00:00
09:30:59,09:30
36:30:15,1.521007
IN
cmp seen wanted
grep -q '^36:30:15,12:30:15$' seconds
grep -q '^36:30:15,1\.52100694' days

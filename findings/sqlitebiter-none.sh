#!/bin/sh
# sqlitebiter 0.36.3 (PyPI), which makes SQLite databases of tables: of NDJSON and JSON, a null in a column of texts,
# or a member that a line lacks, becomes the text "None". `assignee IS NULL` finds none of the tickets without an
# assignee, count(assignee) counts them, and "None" is the name that most have. In columns of numbers it is NULL. And
# a text that could be a number is written as that number, in a column of texts, too: an order "007" is 7, "1.50" is
# 1.5, and the id 37e5, which is hexadecimal, is 3700000. `--no-type-inference` keeps the latter, but then, null is
# "None" everywhere.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sqlitebiter==0.36.3 'setuptools<80'
cd "$folder"
cat >t.ndjson <<'IN'
{"id": "37e5", "orders": "007", "wait": 90, "assignee": null}
{"id": "37ca80ac", "orders": "1.50", "wait": null}
{"id": "12ab", "orders": "n/a", "wait": 5, "assignee": "Ann"}
IN
venv/bin/sqlitebiter --version
venv/bin/sqlitebiter -q -o guessed.db file t.ndjson
venv/bin/sqlitebiter -q --no-type-inference -o texts.db file t.ndjson
python3 - <<'P'
import sqlite3

seen = []
for name in ["guessed.db", "texts.db"]:
    database = sqlite3.connect(name)
    seen.append(database.execute("SELECT id, orders, wait, assignee FROM t").fetchall())
    print(name, *seen[-1], sep="\n  ")
    seen.append(database.execute("SELECT count(assignee), sum(assignee IS NULL) FROM t").fetchone())
    print("  with an assignee, without:", seen[-1])
raise SystemExit(
    seen
    != [
        [("3700000", "7", 90, "None"), ("37ca80ac", "1.5", None, "None"), ("12ab", "n/a", 5, "Ann")],
        (3, 0),
        [("37e5", "007", "90", "None"), ("37ca80ac", "1.50", "None", "None"), ("12ab", "n/a", "5", "Ann")],
        (3, 0),
    ]
)
P

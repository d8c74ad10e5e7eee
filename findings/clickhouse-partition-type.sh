#!/bin/sh
# ClickHouse 26.9.2 (chdb 4.4.0, PyPI): file() takes the type of a Hive partition from the first path that it meets, also
# where the columns are declared. Of folders account=0123456789012345 it makes the number 123456789012345, without the zero
# and without a word; with account=37ca80ac05f442bc beside it, every query of the column fails. An id in hexadecimal is
# such a word now and then. Declared among the columns, `account String` stays what it is. DuckDB 2.0.1 and Spark 4.3.0
# read texts there when not all of them are numbers, and when they are declared.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q chdb==4.4.0
cd "$folder"
venv/bin/python - <<'P'
import chdb, os

def put(account, number):
    os.makedirs(f"t/account={account}")
    with open(f"t/account={account}/part.ndjson", "w") as part:
        part.write('{"id":%d}\n' % number)

def ask(columns):
    try:
        return str(chdb.query(f"SELECT account FROM file('{os.getcwd()}/t/*/*.ndjson', 'JSONEachRow', '{columns}') "
                              "ORDER BY id", "TSV")).split()
    except Exception as error:
        return "TYPE_MISMATCH" if "TYPE_MISMATCH" in str(error) else str(error)

put("0123456789012345", 1)
one = ask("id Int64")
put("37ca80ac05f442bc", 2)
both, declared = ask("id Int64"), ask("id Int64, account String")
print("one account: ", one)
print("both:        ", both)
print("declared:    ", declared)
assert one == ["123456789012345"] and both == "TYPE_MISMATCH"
assert declared == ["0123456789012345", "37ca80ac05f442bc"]
P

#!/bin/sh
# pandas 3.1.1 (PyPI): `read_json(lines=True, dtype_backend="numpy_nullable")` answers with a column of type Int64,
# whose whole numbers need no decimals beside a null, and has yet read them as doubles: 9007199254740993 beside a null
# comes out as 9007199254740992, a number that was not there. `read_csv` with the same option keeps it.
# Who reads ids of 64 bits, as ticket systems have them, gets other ids with a type that promises the right ones.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pandas==3.1.1
cd "$folder"
printf '{"id":9007199254740993,"assignee_id":null}\n{"id":9007199254740995,"assignee_id":9007199254740993}\n' >t.ndjson
printf 'id,assignee_id\r\n9007199254740993,\r\n9007199254740995,9007199254740993\r\n' >t.csv
venv/bin/python - <<'P'
import pandas

json = pandas.read_json("t.ndjson", lines=True, dtype_backend="numpy_nullable")["assignee_id"]
csv = pandas.read_csv("t.csv", dtype_backend="numpy_nullable")["assignee_id"]
print(f"pandas {pandas.__version__}")
print(f"read_json: {json.dtype} {json[1]}")
print(f"read_csv:  {csv.dtype} {csv[1]}")
seen = (str(json.dtype), int(json[1]), str(csv.dtype), int(csv[1]))
raise SystemExit(seen != ("Int64", 9007199254740992, "Int64", 9007199254740993))
P

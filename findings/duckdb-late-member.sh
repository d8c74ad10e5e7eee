#!/bin/sh
# DuckDB 2.0.1 (PyPI): a member of NDJSON that is null in the first 20,480 lines has the type NULL, and every value that
# comes after them is read as null: no error, no warning, and count() says 0. An object and a whole number alike. In the
# csv of the same rows such a column becomes VARCHAR, and nothing is lost. `sample_size=-1` reads all of it.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q duckdb==2.0.1
cd "$folder"
venv/bin/python - <<'P'
import duckdb, json

with open("t.ndjson", "w") as lines, open("t.csv", "w") as csv:
    csv.write("id,queue,agent\r\n")
    for i in range(1, 20581):
        late = i > 20480
        lines.write(json.dumps({"id": i, "queue": {"id": i} if late else None, "agent": i if late else None}) + "\n")
        csv.write(f"{i},{i if late else ''},{i if late else ''}\r\n")

def counts(source):
    return duckdb.sql(f"SELECT count(*), count(queue), count(agent) FROM {source}").fetchall()[0]

seen = [
    counts("read_json('t.ndjson')"), counts("read_json('t.ndjson', sample_size=-1)"), counts("read_csv('t.csv')"),
]
print(f"duckdb {duckdb.__version__}: rows, queues, agents")
for name, line in zip(["read_json", "read_json, sample_size=-1", "read_csv"], seen):
    print(f"{name}: {line}")
raise SystemExit(seen != [(20580, 0, 0), (20580, 100, 100), (20580, 100, 100)])
P

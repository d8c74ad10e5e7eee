"""Reads a ticket list in which some fields come late, and texts are hostile, with other people's programs.

Each line that is tried must stand in sessionctl-json(5), so that the page says nothing that was not seen to work.
"""

import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

program, folder, page = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
EARLY, LATE = 21_000, 200
NAME = 'Zoë "Z" -1+1, \\ back'
# Texts that some programs take for nothing, or for numbers that JSON doesn't have.
ODD = {EARLY + place: text for place, text in enumerate(("n/a", "None", "null", ".5", "0xff"), 1)}


def subject(number):
    if number in ODD:
        return ODD[number]
    return f'Say "hi", now;\nsecond line \\ {number}' if number > EARLY else f"plain: {number}"


def make_account():
    """Tickets that are closed and wait in no queue, and after them some that do."""
    dates = {"created_at": "2026-01-05T08:00:00Z", "updated_at": "2026-01-06T08:00:00Z"}
    with open(folder / "in.ndjson", "w") as lines:
        user = {"id": 502, "name": NAME, "email": "zoe@example.net", "role": "end-user", **dates}
        lines.write(json.dumps({"user": user}) + "\n")
        for number in range(1, EARLY + LATE + 1):
            late = number > EARLY
            ticket = {
                "id": number, "subject": subject(number), "status": "open" if late else "closed",
                "via": {"channel": "native_messaging"}, "requester_id": 502, "tags": ["a", "b"] if late else [], **dates,
            }
            lines.write(json.dumps({"ticket": ticket}) + "\n")
    run("init", "--plan", "suite-growth", "--admin", "adm@example.com", "-q")
    run("feature", "enable", "-q")
    run("group", "create", "Support", "-q")
    run("import", "-q", str(folder / "in.ndjson"))
    run("queue", "create", "--name", "Late", "--if", "status is open", "--primary", "Support", "-q")
    for kind in ("ndjson", "csv"):
        (folder / f"tickets.{kind}").write_bytes(run("ticket", "list", "--format", kind))


def run(*words):
    environment = {**os.environ, "SESSIONCTL_STORE": str(folder / "store.db")}
    return subprocess.run([program, *words], env=environment, check=True, stdout=subprocess.PIPE).stdout


def said(text):
    """Whether the manual gives a line, its typesetting aside."""
    plain = re.sub(r"\\f[BPRI]|\\&", "", page.read_text())
    for escape, letter in (("\\-", "-"), ("\\(aq", "'"), ("\\(dq", '"'), ("\\e", "\\")):
        plain = plain.replace(escape, letter)
    return re.sub(r"\s+", "", text) in re.sub(r"\s+", "", plain)


# Each gives: rows, rows with a queue, the last subject, the requester's name, the last id, the odd subjects.
WANTED = (EARLY + LATE, LATE, subject(EARLY + LATE), NAME, EARLY + LATE, list(ODD.values()))
ODD_IDS = ", ".join(map(str, ODD))


def duckdb_(line, queue):
    import duckdb

    last = f"FILTER (id = {EARLY + LATE})"
    found = duckdb.sql(
        f"SELECT count(*), count({queue}), any_value(subject) {last}, any_value(requester_name) {last}, max(id) FROM {line}"
    ).fetchall()[0]
    odd = duckdb.sql(f"SELECT subject FROM {line} WHERE id IN ({ODD_IDS}) ORDER BY id").fetchall()
    return *found, [row[0] for row in odd]


def polars_(line, queue):
    import polars as pl

    frame = eval(line)
    queues = frame["queue"].struct.field("id") if queue == "queue" else frame[queue]
    odd = frame.filter(pl.col("id").is_in(list(ODD))).sort("id")["subject"].to_list()
    return (
        frame.height, frame.height - queues.null_count(), frame["subject"][-1], frame["requester_name"][-1],
        frame["id"][-1], odd,
    )


def pandas_(line, queue):
    import pandas as pd

    frame = eval(line)
    last = frame.iloc[-1]
    odd = frame[frame["id"].isin(list(ODD))].sort_values("id")["subject"].tolist()
    return len(frame), int(frame[queue].notna().sum()), last["subject"], last["requester_name"], int(last["id"]), odd


spark_session = None


def spark_(line, queue):
    global spark_session
    if not spark_session:
        from pyspark.sql import SparkSession

        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        spark_session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    frame = eval(line, {"spark": spark_session})
    last = frame.filter(f"id = {EARLY + LATE}").first()
    queues = frame.filter(f"`{queue}` IS NOT NULL").count()
    odd = [row["subject"] for row in frame.filter(f"id IN ({ODD_IDS})").orderBy("id").collect()]
    return frame.count(), queues, last["subject"], last["requester_name"], int(last["id"]), odd


def shell(line, queue):
    rows = json.loads(subprocess.run(line, shell=True, check=True, stdout=subprocess.PIPE).stdout)
    last = rows[-1]

    def waits(row):
        if queue == "queue":
            return (row["queue"] or {}).get("id", "") != ""
        return row[queue] not in (None, "")

    odd = [row["subject"] for row in rows if int(row["id"]) in ODD]
    return len(rows), sum(map(waits, rows)), last["subject"], last["requester_name"], int(last["id"]), odd


def version(name):
    if name in ("mlr",):
        return subprocess.run([name, "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    from importlib.metadata import version

    return f"{name} {version(name)}"


LINES = [
    ("duckdb", duckdb_, "read_json('tickets.ndjson', sample_size=-1)", "queue.id"),
    ("duckdb", duckdb_, "read_csv('tickets.csv', sample_size=-1)", '"queue.id"'),
    ("polars", polars_, "pl.read_ndjson('tickets.ndjson', infer_schema_length=None)", "queue"),
    ("polars", polars_, "pl.read_csv('tickets.csv', infer_schema_length=None)", "queue.id"),
    ("pandas", pandas_, "pd.read_json('tickets.ndjson', lines=True)", "queue"),
    ("pandas", pandas_, "pd.read_csv('tickets.csv', dtype_backend='numpy_nullable', low_memory=False, keep_default_na=False, na_values=[''])",
     "queue.id"),
    ("pyspark", spark_, "spark.read.json('tickets.ndjson')", "queue"),
    (
        "pyspark", spark_,
        "spark.read.csv('tickets.csv', header=True, inferSchema=True, multiLine=True, escape='\"')", "queue.id",
    ),
    ("csvkit", shell, "csvjson --snifflimit 0 --no-inference --blanks tickets.csv", "queue.id"),
    ("mlr", shell, "mlr -S --icsv --ojson cat tickets.csv", "queue"),
    ("mlr", shell, "mlr --ijsonl --ojson cat tickets.ndjson", "queue"),
]


def missing(name):
    if name == "mlr":
        return None if shutil.which("mlr") else "Debian's miller is not installed"
    if name == "pyspark" and not shutil.which("java"):
        return "there is no Java"
    if name != "csvkit" and not importlib.util.find_spec(name):
        return "it is not installed"
    return None


def main():
    make_account()
    os.chdir(folder)
    passed = failed = skipped = 0
    for name, reader, line, queue in LINES:
        if reason := missing(name):
            print(f"left out  {name}: {reason}")
            skipped += 1
            continue
        try:
            got = tuple(reader(line, queue))
            trouble = None if got == WANTED else f"got {got}, wanted {WANTED}"
        except Exception as error:
            trouble = f"{type(error).__name__}: {error}"
        if not said(line):
            trouble = "the manual does not say this line"
        print(f"{'FAILED' if trouble else 'read'}  {version(name)}: {line}" + (f"\n  {trouble}" if trouble else ""))
        failed += trouble is not None
        passed += trouble is None
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return failed > 0


sys.exit(main())

"""Compares the queries of sessionctl-analysis(7) with the reports that they stand for: see `run`."""
import datetime
import os
import re
import subprocess
import sys
import time

import engines
from accounts import Account

NAMES = {"group_id": "group", "ended_by": "ended-by", "rule_id": "trigger", "queue_id": "queue"}
"""Names of columns that a report has otherwise, because SQL has words of its own."""

MEASURES = {
    "ended", "share", "routing_channel_changed", "changed", "mean", "median", "p90", "business_mean",
    "business_median", "business_p90", "outside_hours", "offered", "answered", "good", "bad", "response_rate",
    "score", "replied", "fired", "last_fired_at", "waiting", "longest",
}


def queries(program):
    """The page's own: the report's line, and the query under it."""
    text = subprocess.run([program, "help", "analysis"], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^ *-- (report [^\n]*)\n(.*?);$", text, re.S | re.M)
    if len(found) < 12:
        raise SystemExit(f"the page has {len(found)} queries only")
    return found


PERIODS = {"month": "%Y-%m", "day": "%Y-%m-%d"}


def plain(name, value):
    """A value as both sides have it."""
    if name in PERIODS and isinstance(value, datetime.datetime):
        return value.strftime(PERIODS[name])
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def ours(account, report, columns):
    """The report's rows by their groups, without those that have nothing in them."""
    rows = {}
    for item in account.report(report):
        row = {name: plain(name, value) for name, value in item.items() if name in columns}
        if "last_fired_at" in row and item["last_fired_at"]:
            moment = datetime.datetime.fromisoformat(item["last_fired_at"].replace("Z", "+00:00"))
            row["last_fired_at"] = int(moment.timestamp())
        key = tuple(sorted((n, v) for n, v in row.items() if n not in MEASURES))
        values = {n: v for n, v in row.items() if n in MEASURES}
        if "waiting" in values or any(v for v in values.values()):
            rows[key] = values
    return rows


def theirs(found):
    """By account, the query's rows by their groups."""
    accounts = {}
    for row in found:
        row = {NAMES.get(name, name): plain(name, value) for name, value in row.items()}
        account = row.pop("account")
        key = tuple(sorted((n, v) for n, v in row.items() if n not in MEASURES))
        values = {n: v for n, v in row.items() if n in MEASURES}
        accounts.setdefault(account, {})[key] = values
    return accounts


def compare(engine, accounts, program, lake):
    compared = 0
    for report, sql in queries(program):
        began = time.monotonic()
        columns, found = engine.rows(sql)
        took = time.monotonic() - began
        columns = {NAMES.get(name, name) for name in columns}
        by_account = theirs(found)
        numbers = 0
        for identity, account in accounts.items():
            wanted, got = ours(account, report, columns), by_account.get(identity, {})
            if wanted != got:
                for key in sorted(set(wanted) | set(got), key=str):
                    if wanted.get(key) != got.get(key):
                        raise SystemExit(
                            f"{engine.name}: {report}, {account.store}, {key}:\n"
                            f"  ours   {wanted.get(key)}\n  theirs {got.get(key)}")
            numbers += sum(len(values) for values in got.values())
        compared += numbers
        print(f"{engine.name}: {report}: {numbers} numbers are equal ({took:.1f} s)", flush=True)
        if numbers == 0:
            raise SystemExit(f"{report} compared nothing")
    print(f"{engine.name}: {compared} numbers of {len(accounts)} accounts, all equal", flush=True)


def main(program, folder, count, sessions, bulk):
    lake = f"{folder}/lake"
    accounts, rows, took = {}, 0, 0.0
    for number in range(1, count + 1):
        account = Account(program, folder, number)
        account.fill(sessions, bulk)
        began = time.monotonic()
        manifest = account.export(lake)
        took += time.monotonic() - began
        rows += sum(file["rows"] for file in manifest["files"])
        accounts[account.identity()] = account
    print(f"{count} accounts, {rows} rows written in {took:.1f} s", flush=True)
    for make in engines.ALL:
        engine = make(lake, program)
        if engine.missing:
            print(f"{engine.name} is left out: {engine.missing}", flush=True)
        elif engine.reads_only:
            print(f"{engine.name}: {engine.count()} rows read", flush=True)
        else:
            compare(engine, accounts, program, lake)


if __name__ == "__main__":
    main(os.path.realpath(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:6]))

"""Accounts to compare, made by the program itself: what rules did is told by their histories."""
import json
import os
import subprocess

START = "2026-11-29T12:00:00Z"
"""The accounts' sessions are of the weeks before; what END sees of them is over."""
END = "2027-02-02T03:00:00Z"


class Account:
    def __init__(self, program, folder, number):
        self.program = program
        self.store = f"{folder}/account-{number}.db"
        self.number = number

    def __call__(self, *words, now=END, check=True):
        done = subprocess.run(
            [self.program, *words, "--store", self.store, "--now", now],
            capture_output=True, text=True)
        if check and done.returncode:
            raise SystemExit(f"{' '.join(words)}: {done.stderr}")
        return done.stdout

    def fill(self, sessions, bulk):
        """Lifelike sessions, business hours and a trigger that fires; all is ended, and what was solved is closed."""
        self("demo", "--fill-only", "--sessions", str(sessions), "--seed", str(self.number), "-q", now=START)
        zone = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"][self.number % 3]
        self("schedule", "create", "--name", "Hours", "--zone", zone,
             "--open", "mon-fri 09:00-17:30; sat 10:00-13:00", now=START)
        self("settings", "set", "account.default_schedule", "Hours", now=START)
        self(
            "trigger", "create", "--title", "Tell of an end", "--if", "messaging_session_ended_reason present",
            "--if", "current_tags not_includes told", "--do", "current_tags told", now=START)
        self("session", "end", "--all", "--yes", "-q", now="2026-11-30T12:00:00Z")
        if bulk:
            self.fill_bulk(bulk)
        self("ticket", "close-solved", "--after", "28d", "-q", now="2027-01-05T12:00:00Z")

    def fill_bulk(self, count):
        here = os.path.dirname(os.path.abspath(__file__))
        subprocess.run(
            ["sqlite3", self.store, ".param init", f".param set :n {count}", ".param set :stale 0",
             ".param set :first 1000000",
             f".read {here}/../Performance/million.sql", f".read {here}/bulk.sql"], check=True)

    def report(self, words):
        return json.loads(self(*words.split(), "--json"))["items"]

    def export(self, lake):
        self("export", "--analysis", lake, "-q")
        with open(f"{lake}/manifests/{self.identity()}.json") as manifest:
            return json.load(manifest)

    def identity(self):
        done = subprocess.run(
            ["sqlite3", self.store, "SELECT word FROM store_identity"], capture_output=True, text=True, check=True)
        return f"s{done.stdout.strip()}"

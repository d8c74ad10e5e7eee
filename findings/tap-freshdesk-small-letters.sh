#!/bin/sh
# tap-freshdesk 1.0.1 (PyPI), the Singer tap for Freshdesk: what the custom fields of a ticket, a contact or a company hold
# comes in small letters. "AB-12/Cd" is "ab-12/cd", which may be another order's number, "Call Ann, NOT Bob" has lost its
# capitals, and a choice such as "Billing" no longer equals the one in the account. A field without a value holds the text
# "none", as one does that says so. Other members keep what they have. The tap turns values into Python's notation in small
# letters, so that true and false look right, and does so with texts as well; nothing in its schema or its output says it.
# Exits with 1 if that has changed. Nothing is sent: a session of its own answers.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q tap-freshdesk==1.0.1
"$folder/venv/bin/python" - 2>/dev/null >"$folder/out" <<'P'
import json

import requests
from requests.adapters import BaseAdapter
from tap_freshdesk.client import Client
from tap_freshdesk.discover import discover
from tap_freshdesk.sync import sync

FIELDS = {"cf_order": "AB-12/Cd", "cf_note": "Call Ann, NOT Bob", "cf_topic": "Billing", "cf_reason": None,
          "cf_said": "None", "cf_vip": True}
RECORD = {"id": 1, "subject": "Hello Ann", "tags": ["VIP"], "updated_at": "2026-11-02T10:00:00Z", "custom_fields": FIELDS}

class Account(BaseAdapter):
    def send(self, request, **_):
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url
        answer._content = json.dumps([] if "filter=" in request.url else [RECORD]).encode()
        return answer

    def close(self):
        pass

catalog = discover()
for stream in catalog.streams:
    for part in stream.metadata:
        part["metadata"]["selected"] = stream.tap_stream_id in ("tickets", "contacts", "companies")
client = Client({"domain": "example", "api_key": "none", "start_date": "2026-01-01T00:00:00Z"})
client._session.mount("https://", Account())
sync(client, client.config, catalog, {})
P
"$folder/venv/bin/python" - "$folder/out" <<'P'
import json
import sys

records = [line for line in map(json.loads, open(sys.argv[1])) if line["type"] == "RECORD"]
for record in records:
    print(record["stream"], json.dumps(record["record"]))
wanted = {"cf_order": "ab-12/cd", "cf_note": "call ann, not bob", "cf_topic": "billing", "cf_reason": "none",
          "cf_said": "none", "cf_vip": "true"}
held = [{field["name"]: field["value"] for field in record["record"]["custom_fields"]} for record in records]
tickets = [record["record"] for record in records if record["stream"] == "tickets"]
others = [(ticket["subject"], ticket["tags"]) for ticket in tickets]
raise SystemExit(held != [wanted] * 3 or others != [("Hello Ann", ["VIP"])])
P

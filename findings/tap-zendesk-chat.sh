#!/bin/sh
# tap-zendesk 2.8.2 (PyPI), the Singer tap for Zendesk: its schema has texts and lists of texts for the values in audits,
# and what is something else becomes a text in Python's notation. The conversation of a messaging session, which its
# ChatStartedEvent has as an object, comes out as "{'history': [{'first': True, …", which no JSON reader takes, quotes in
# either kind of quotation mark, and a checkbox turns from true to "True". Of tickets, members that the schema lacks are
# left out: `from_messaging_channel` and `custom_status_id` are among them. There is no error, and no word of it in the
# log. Who loads its output reads such values with Python's ast.literal_eval, or pulls the audits otherwise.
# Exits with 1 if that has changed. Nothing is asked of an account: what it would answer is given.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q tap-zendesk==2.8.2
cat >"$folder/sync.py" <<'P'
import types

import singer
import tap_zendesk
from singer.catalog import Catalog
from tap_zendesk import discover, http, streams

TICKET = {
    "id": 1, "status": "open", "fields": [], "custom_fields": [], "generated_timestamp": 1796032800,
    "updated_at": "2026-11-30T10:00:00Z", "from_messaging_channel": True, "custom_status_id": 5,
}
CHAT = {"conversation_id": "6a", "history": [{"type": "ChatMessage", "message": "It's \"late\"", "first": True}]}
AUDIT = {
    "id": 9, "ticket_id": 1, "created_at": "2026-11-30T10:00:00Z", "author_id": 5, "via": {}, "metadata": {}, "events": [
        {"id": 10, "type": "ChatStartedEvent", "value": CHAT},
        {"id": 11, "type": "Change", "field_name": "360001", "value": True, "previous_value": None},
        {"id": 12, "type": "Change", "field_name": "tags", "value": ["vip"], "previous_value": []},
    ],
}

async def audits(*_, **__):
    return {"audits": [AUDIT]}

http.call_api = lambda *_, **__: types.SimpleNamespace(json=lambda: {"tickets": [TICKET], "end_of_stream": True})
http.paginate_ticket_audits = audits
config = {"subdomain": "example", "access_token": "none", "start_date": "2026-11-01T00:00:00Z"}
entries = []
for name in ("tickets", "ticket_audits"):
    stream = streams.STREAMS[name](None, config)
    metadata = stream.load_metadata()
    for part in metadata:
        part["metadata"]["selected"] = True
    schema = singer.resolve_schema_references(stream.load_schema(), discover.load_shared_schema_refs())
    entries.append({"stream": name, "tap_stream_id": name, "schema": schema, "metadata": metadata})
tap_zendesk.do_sync(None, Catalog.from_dict({"streams": entries}), {}, config)
P
"$folder/venv/bin/python" "$folder/sync.py" 2>"$folder/log" >"$folder/records"
"$folder/venv/bin/python" - "$folder/records" "$folder/log" <<'P'
import ast, json, sys

records = {line["stream"]: line["record"] for line in map(json.loads, open(sys.argv[1])) if line["type"] == "RECORD"}
values = [event["value"] for event in records["ticket_audits"]["events"]]
for value in values:
    print("value: ", json.dumps(value))
print("ticket:", *records["tickets"])
try:
    read = json.loads(values[0])
except ValueError as error:
    read = str(error).split(":")[0]
print("the conversation as JSON:", read)
print("as Python's literal:     ", ast.literal_eval(values[0])["history"])
told = [word for word in ("custom_status_id", "from_messaging", "ChatStarted") if word in open(sys.argv[2]).read()]
print("the log tells of:        ", told)
raise SystemExit((told, read, values[1:], sorted(records["tickets"])) != (
    [], "Expecting property name enclosed in double quotes", ["True", ["vip"]],
    ["custom_fields", "generated_timestamp", "id", "status", "updated_at"]))
P

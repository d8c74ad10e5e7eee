#!/bin/sh
# rt 3.8.1 (PyPI), a client for Request Tracker: edit_ticket says True whatever came of it. Over REST 2, Request
# Tracker answers a change with the status 200 and a list of sentences, be it that a right is missing, that the status
# is none or that the ticket waits for another one; the client takes every sentence without "does not exist" for
# success, though its documentation promises False for a field that is unknown. (merge_ticket compares the sentence,
# and tells.) A loop that resolves thousands of tickets counts all of them as resolved. Fetch a ticket again, and
# compare.
# Exits with 1 if that has changed. Nothing is sent: what Request Tracker 5.0.3 says in such cases is given.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q rt==3.8.1 httpx2==2.16.2
"$folder/venv/bin/python" - <<'P'
import httpx2
from rt.rest2 import Rt

sentences = [
    "Ticket 7: Status changed from 'open' to 'resolved'",
    "Ticket 7: Permission Denied",
    "Ticket 7: That ticket has unresolved dependencies",
    "Ticket 7: Status 'solved' isn't a valid status for this ticket.",
]
seen = []
for sentence in sentences:
    desk = Rt("https://desk.example.com/REST/2.0/", token="none")
    answer = httpx2.MockTransport(lambda _, said=sentence: httpx2.Response(200, json=[said]))
    desk.session = httpx2.Client(transport=answer)
    seen.append(desk.edit_ticket(7, Status="resolved"))
    print(seen[-1], "-", sentence)
merged = desk.merge_ticket(7, 8)
print(merged, "- the same for a merge")
raise SystemExit(seen != [True, True, True, True] or merged)
P

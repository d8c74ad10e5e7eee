#!/bin/sh
# zammadoo 0.3.0.post0 (PyPI), a client for Zammad: `state_type` of a ticket's state, which is to say whether a ticket is
# new, open, waiting or closed whatever an account calls its states, is the state that happens to have the type's number.
# With the states and types that Zammad comes with, a closed ticket's type is "merged", and one that is "pending close", on
# which somebody still waits, is "closed"; the first three are right, so that a look at open tickets doesn't show it. An
# account's own states get any other. No error is raised. `state["state_type_id"]` is the right number.
# Exits with 1 if that has changed. Nothing is sent: a session of its own answers.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q zammadoo==0.3.0.post0
"$folder/venv/bin/python" - <<'P'
import json

import requests
from requests.adapters import BaseAdapter
from zammadoo import Client

TYPES = [None, "new", "open", "pending reminder", "pending action", "closed", "merged", "removed"]
STATES = [None, ("new", 1), ("open", 2), ("pending reminder", 3), ("closed", 5), ("merged", 6), ("removed", 7),
          ("pending close", 4), ("waits for parts", 3), ("solved by phone", 5)]

class Account(BaseAdapter):
    def send(self, request, **_):
        kind, number = request.url.split("?")[0].split("/")[-2:]
        number = int(number)
        body = {"id": number, "number": "1", "state_id": number}
        if kind == "ticket_states":
            body = {"id": number, "name": STATES[number][0], "state_type_id": STATES[number][1]}
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url
        answer.headers["Content-Type"] = "application/json"
        answer._content = json.dumps(body).encode()
        return answer

    def close(self):
        pass

desk = Client("https://desk.example.com/api/v1", http_token="none")
desk.session.mount("https://", Account())
wrong = {}
for number in range(1, len(STATES)):
    state = desk.tickets(number).state
    right = TYPES[state["state_type_id"]]
    print(f"{state.name}: type {state.state_type.name}, should be {right}")
    if state.state_type.name != right:
        wrong[state.name] = state.state_type.name
raise SystemExit(wrong != {"closed": "merged", "merged": "removed", "removed": "pending close", "pending close": "closed",
                           "solved by phone": "merged"})
P

#!/bin/sh
# zdesk 2.8.1 (PyPI), a client for Zendesk, raises an error for every answer that is none of success, but for 422: of that
# it gives the body back, as it does when all went well. With 422 an account refuses a write to a closed ticket, and
# whatever else it holds for invalid. A loop that solves or tags thousands of tickets ends without an error, and some are
# as they were. (400 raises.) Look for "error" in what comes back.
# Exits with 1 if that has changed. Nothing is sent: a session of its own answers.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q zdesk==2.8.1
"$folder/venv/bin/python" - <<'P'
import json

import requests
from requests.adapters import BaseAdapter
from zdesk import Zendesk

class Account(BaseAdapter):
    def send(self, request, **_):
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = self.status, request, request.url
        answer.headers["content-type"] = "application/json"
        answer._content = json.dumps({"error": "RecordInvalid", "details": {
            "status": [{"description": "Status: closed prevents ticket update"}]}}).encode()
        return answer

    def close(self):
        pass

account = Account()
desk = Zendesk("https://example.zendesk.com", "a@example.com", "none", True)
desk.client.mount("https://", account)

def update(status):
    account.status = status
    try:
        return "returns", desk.ticket_update(1, {"ticket": {"status": "solved"}})["error"]
    except Exception as error:
        return "raises", type(error).__name__

seen = {status: update(status) for status in (400, 409, 422)}
for status, outcome in seen.items():
    print(f"{status}: {' '.join(outcome)}")
raised = ("raises", "ZendeskError")
raise SystemExit(seen != {400: raised, 409: raised, 422: ("returns", "RecordInvalid")})
P

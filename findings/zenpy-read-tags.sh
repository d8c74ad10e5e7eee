#!/bin/sh
# zenpy 2.0.57 (PyPI), a client for Zendesk, sends what was changed in a ticket. An element of a list that is read by its
# place, as in `ticket.tags[0]`, counts as a change of the list: the next update sends all tags, or all custom fields, as
# they were when the ticket was fetched, and so takes back what rules and people have changed meanwhile. A tag that ends a
# session, or keeps a rule from running twice, comes back. `in` and a loop are no change. Where a place is needed, read it
# from `list(ticket.tags)`.
# Exits with 1 if that has changed. Nothing is sent: a session of its own answers.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q zenpy==2.0.57
"$folder/venv/bin/python" - <<'P'
import json

import requests
from requests.adapters import BaseAdapter
from zenpy import Zenpy

TICKET = {"id": 1, "status": "open", "tags": ["vip", "end"], "custom_fields": [{"id": 9, "value": "x"}]}

class Account(BaseAdapter):
    def send(self, request, **_):
        answer = {"ticket": TICKET}
        if request.method == "PUT":
            self.got = json.loads(request.body)["ticket"]
            answer["audit"] = {"id": 2, "ticket_id": 1, "events": []}
        response = requests.Response()
        response.status_code, response.request, response.url = 200, request, request.url
        response._content = json.dumps(answer).encode()
        return response

    def close(self):
        pass

account, session = Account(), requests.Session()
session.mount("https://", account)

def sent(read):
    desk = Zenpy(subdomain="example", email="a@example.com", token="none", session=session)
    ticket = desk.tickets(id=1)
    read(ticket)
    ticket.status = "solved"
    desk.tickets.update(ticket)
    return account.got

seen = {
    '"vip" in tags': sent(lambda ticket: "vip" in ticket.tags),
    "a loop": sent(lambda ticket: [tag for tag in ticket.tags]),
    "list(tags)[0]": sent(lambda ticket: list(ticket.tags)[0]),
    "tags[0]": sent(lambda ticket: ticket.tags[0]),
    "custom_fields[0]": sent(lambda ticket: ticket.custom_fields[0]),
}
for name, ticket in seen.items():
    print(f"{name}: {ticket}")
plain = {"id": 1, "status": "solved"}
raise SystemExit(list(seen.values()) != [
    plain, plain, plain, {**plain, "tags": TICKET["tags"]}, {**plain, "custom_fields": TICKET["custom_fields"]}])
P

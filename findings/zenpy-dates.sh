#!/bin/sh
# zenpy 2.0.57 (PyPI), a client for Zendesk: of a datetime in what it sends, only the date is left, as the datetime's own
# zone has it. A ticket that is due at 15:30 UTC is due on a day; old tickets and their comments, imported by
# `ticket_import.create`, lose their times of day and so the order of a talk; and 05:30 in Brisbane is still the day before
# in UTC, and is sent as the day after. Searches with the same datetimes keep the time. Texts are sent as they are:
# give it `moment.astimezone(timezone.utc).isoformat()`.
# Exits with 1 if that has changed. Nothing is sent: a session of its own answers.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q zenpy==2.0.57
"$folder/venv/bin/python" - <<'P'
import json
from datetime import datetime, timedelta, timezone

import requests
from requests.adapters import BaseAdapter
from zenpy import Zenpy
from zenpy.lib.api_objects import Comment, Ticket

class Account(BaseAdapter):
    def send(self, request, **_):
        self.got = json.loads(request.body)["ticket"]
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url
        answer._content = b'{"ticket":{"id":1},"audit":{"id":2,"ticket_id":1,"events":[]}}'
        return answer

    def close(self):
        pass

account, session = Account(), requests.Session()
session.mount("https://", account)
desk = Zenpy(subdomain="example", email="a@example.com", token="none", session=session)

due = datetime(2026, 12, 1, 15, 30, tzinfo=timezone.utc)
desk.tickets.update(Ticket(id=1, due_at=due))
print("update:", account.got)
seen = [account.got["due_at"]]
desk.tickets.update(Ticket(id=1, due_at=due.isoformat()))
print("a text:", account.got)
seen.append(account.got["due_at"])
morning = datetime(2026, 12, 1, 5, 30, tzinfo=timezone(timedelta(hours=10)))
talk = [Comment(value=text, created_at=morning + timedelta(minutes=at)) for at, text in enumerate(["Hello", "Hello!"])]
desk.ticket_import.create(Ticket(subject="Old", created_at=morning, comments=talk))
print("import:", account.got)
seen += [account.got["created_at"], *(comment["created_at"] for comment in account.got["comments"])]
raise SystemExit(seen != ["2026-12-01", "2026-12-01T15:30:00+00:00", "2026-12-01", "2026-12-01", "2026-12-01"])
P

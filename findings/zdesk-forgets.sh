#!/bin/sh
# zdesk 2.8.1 (PyPI), a client for Zendesk: two of its options ask for less, or for other things, than one would think.
# With `get_all_pages=True` it follows `next_page` only. Of what comes by cursors, which is the ticket export it offers as
# `incremental_tickets_cursor_list`, and every list with `page[size]`, one gets the first page and no error. With
# `retry_on` and `max_retries` in a call, it forgets what else was in it, and that the first try already: `role="agent"`
# is gone, and all customers come as agents; so are `support_type_scope` and the ids of `tickets_update_many`. Follow
# `after_url` and `links` yourself, and set the two options on the client.
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

BASE = "https://example.zendesk.com/api/v2/"

class Account(BaseAdapter):
    def send(self, request, **_):
        self.asked.append(request.url.removeprefix(BASE))
        first = "cursor=" not in request.url and "after" not in request.url
        tickets = {"tickets": [{"id": 1 if first else 2}]}
        export = {"after_url": BASE + "incremental/tickets/cursor.json?cursor=c", "end_of_stream": not first}
        pages = {"meta": {"has_more": first, "after_cursor": "c"}, "links": {"next": BASE + "tickets.json?page[after]=c"}}
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url
        answer.headers["content-type"] = "application/json"
        answer._content = json.dumps({**tickets, **(export if "incremental" in request.url else pages)}).encode()
        return answer

    def close(self):
        pass

def new(**options):
    account = Account()
    account.asked = []
    desk = Zendesk("https://example.zendesk.com", "a@example.com", "none", True, **options)
    desk.client.mount("https://", account)
    return desk, account

desk, _ = new()
export = desk.incremental_tickets_cursor_list(start_time=1700000000, get_all_pages=True)
listed = desk.tickets_list(get_all_pages=True, **{"page[size]": 1})
print("export, all pages: ", export["tickets"], "and there is", export["after_url"])
print("list, all pages:   ", listed["tickets"], "and there is", listed["links"]["next"])
again = {"retry_on": 503, "max_retries": 3}
desk, account = new()
desk.users_list(role="agent")
desk.users_list(role="agent", **again)
desk.tickets_update_many({"ticket": {"status": "solved"}}, ids=[1, 2], **again)
other, set_once = new(**again)
other.users_list(role="agent")
print("asked:             ", account.asked)
print("with a client's:   ", set_once.asked)
raise SystemExit((export["tickets"], listed["tickets"], account.asked, set_once.asked) != (
    [{"id": 1}], [{"id": 1}], ["users?role=agent", "users", "tickets/update_many"], ["users?role=agent"]))
P

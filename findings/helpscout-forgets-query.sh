#!/bin/sh
# python-helpscout 2.0.2 (PyPI), a client for Help Scout: a request that is refused because the token has expired (401,
# every two days), or because too many were made in a minute (429), is made again by the client itself, once it has a new
# token or has waited - but without its parameters. Asked for a day's closed conversations, it then answers with those
# that Help Scout gives when asked for nothing: all active ones. No error is raised; a line in the log comes with 429 alone.
# A report or a sync that runs for long, or in a service, has other conversations now and then. Make a new client for each
# run, pass sleep_on_rate_limit_exceeded=False, and look at what comes back.
# Exits with 1 if that has changed. Nothing is sent: functions of its own answer.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q python-helpscout==2.0.2
"$folder/venv/bin/python" - <<'P'
import json

import requests
from helpscout import HelpScout

TALKS = [{"id": 1, "status": "active"}, {"id": 2, "status": "closed"}, {"id": 3, "status": "active"}]
asked, refusals = [], []

def answer(url, **_):
    said = requests.Response()
    said.status_code, said.url = 200, url
    if "oauth2" in url:
        body = {"access_token": "none"}
    elif refusals:
        asked.append(url)
        said.status_code, body = refusals.pop(), {}
    else:
        asked.append(url)
        status = "closed" if "status=closed" in url else "active"
        body = {"_embedded": {"conversations": [talk for talk in TALKS if talk["status"] == status]}, "page": {"number": 1}}
    said._content = json.dumps(body).encode()
    return said

requests.get = requests.post = answer
seen = []
for refusal in (None, 401, 429):
    desk = HelpScout(app_id="none", app_secret="none", rate_limit_sleep=0)
    desk.access_token = "none"
    asked.clear()
    refusals[:] = [refusal] if refusal else []
    got = [talk.id for talk in desk.conversations.get(params={"status": "closed", "modifiedSince": "2026-11-30T00:00:00Z"})]
    print(refusal, got, *(url.removeprefix("https://api.helpscout.net/v2") for url in asked))
    seen.append((got, asked[-1].endswith("/conversations")))
raise SystemExit(seen != [([2], False), ([1, 3], True), ([1, 3], True)])
P

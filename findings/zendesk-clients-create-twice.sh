#!/bin/sh
# Two clients for Zendesk, python-zendesk-sdk 0.16.2 and zendesk-toolkit 0.2.0 (PyPI), send what makes a ticket again,
# by themselves, after an answer of 504. That says that a gateway has waited too long for the account, and not that
# nothing was done there: one call can leave several tickets, each of which writes to the customer, and gives back the
# last one as if it were all. Neither sends the Idempotency-Key of Zendesk's API, which would have the second try
# answered with the first ticket. With max_retries=0 both leave it to their caller.
# Exits with 1 if that has changed. Nothing leaves the machine: an account of its own makes each ticket that it is
# sent, but answers the first two with 504.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q python-zendesk-sdk==0.16.2 zendesk-toolkit==0.2.0
"$folder/venv/bin/python" - 2>/dev/null <<'P'
import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
from zendesk_sdk import ZendeskClient, ZendeskConfig
from zendesk_toolkit.client import ZendeskClient as Toolkit
from zendesk_toolkit.support.tickets import create_ticket

made = []

class Account(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        made.append(self.headers["Idempotency-Key"])
        answer = json.dumps({"ticket": {"id": len(made)}}).encode()
        self.send_response(504 if len(made) < 3 else 201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

account = HTTPServer(("127.0.0.1", 0), Account)
threading.Thread(target=account.serve_forever, daemon=True).start()
here = f"http://127.0.0.1:{account.server_port}/api/v2"
seen = []

async def sdk(**options):
    config = ZendeskConfig(subdomain="example", email="a@example.com", token="none", **options)
    async with ZendeskClient(config) as desk:
        http = desk.http_client
        http._client = httpx.AsyncClient()
        http._build_url = lambda path: f"{here}/{path}"
        ticket = await desk.tickets.create(comment_body="Hello", subject="Hello")
        seen.append((ticket.id, list(made)))

def toolkit(**options):
    desk = Toolkit("example", email="a@example.com", token="none", **options)
    desk.base_url = here
    desk.session.mount("http://", desk.session.get_adapter("https://"))
    ticket = create_ticket(desk, {"subject": "Hello", "comment": {"body": "Hello"}})
    seen.append((ticket["ticket"]["id"], list(made)))

for name, create in [("python-zendesk-sdk", lambda **options: asyncio.run(sdk(**options))), ("zendesk-toolkit", toolkit)]:
    made.clear()
    create()
    print(f"{name}: gives ticket {seen[-1][0]} of {len(made)}")
    made.clear()
    try:
        create(max_retries=0)
    except Exception as error:
        print(f"  with max_retries=0: {type(error).__name__} after", len(made))
        seen.append(len(made))
raise SystemExit(seen != [(3, [None, None, None]), 1] * 2)
P

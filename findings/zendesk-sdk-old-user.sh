#!/bin/sh
# python-zendesk-sdk 0.16.2 (PyPI), a client for Zendesk, keeps users for five minutes, organizations and groups for
# ten, and its own changes don't empty that. After `users.update` or `users.delete`, `users.get` of the same client
# answers as before: the old name, and a user that is still there. Whoever looks after a removal whether the
# customer's name is gone sees it, and may report a failure that is none, or write the old values back. Make the
# client with `cache=CacheConfig(enabled=False)`.
# Exits with 1 if that has changed. Nothing is sent: what an account would answer is given.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q python-zendesk-sdk==0.16.2
"$folder/venv/bin/python" - 2>/dev/null <<'P'
import asyncio
import json

import httpx
from zendesk_sdk import ZendeskClient, ZendeskConfig
from zendesk_sdk.config import CacheConfig

async def names(**options):
    user = {"id": 7, "name": "Ann Smith", "email": "ann@example.com", "role": "end-user"}

    def answer(request):
        if request.method == "PUT":
            user.update(json.loads(request.content)["user"])
        if request.method == "DELETE":
            user["active"] = False
        return httpx.Response(200, json={"user": user})

    config = ZendeskConfig(subdomain="example", email="a@example.com", token="none", **options)
    async with ZendeskClient(config) as desk:
        desk.http_client._client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        seen = [(await desk.users.get(7)).name]
        await desk.users.update(7, name="Removed")
        seen.append((await desk.users.get(7)).name)
        await desk.users.delete(7)
        seen.append((await desk.users.get(7)).active)
        return seen

kept = asyncio.run(names())
print("as it comes:", kept)
asked = asyncio.run(names(cache=CacheConfig(enabled=False)))
print("without its cache:", asked)
raise SystemExit(kept[1] != "Ann Smith" or kept[2] is False or asked[1:] != ["Removed", False])
P

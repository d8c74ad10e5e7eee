"""The routes of the service that are used, and what they answer. Anything else is 404 InvalidEndpoint."""

import base64
import bisect
import json
import re
import secrets
from urllib.parse import parse_qs, urlencode

from account import CHANNEL_ACTION, END_ACTION, REASON, STATE
from clock import stamp

PAGE = 1000
LONGEST_TOKEN, SHORTEST_TOKEN, USUAL_TOKEN = 172_800, 300, 1_800


class Refusal(Exception):
    """An answer that is an error: status, body, headers."""

    def __init__(self, status, body, headers=()):
        super().__init__(status)
        self.status, self.body, self.headers = status, body, list(headers)


def not_found():
    return Refusal(404, {"error": "RecordNotFound", "description": "Not found"})


def invalid_endpoint():
    return Refusal(404, {"error": {"title": "InvalidEndpoint", "message": "Not found"}})


class Token:
    def __init__(self, scope, ends):
        self.scope, self.ends = scope, ends


class Request:
    def __init__(self, method, path, query, body, token, base):
        self.method, self.path, self.query, self.body, self.token, self.base = method, path, query, body, token, base

    def one(self, name, default=None):
        return self.query.get(name, [default])[0]

    def integer(self, name, default=None):
        text = self.one(name)
        if text is None:
            return default
        if not re.fullmatch(r"\d{1,18}", text):
            raise Refusal(400, {"errors": [{"code": "InvalidValue", "title": "Invalid value", "detail": f"{name} must be a number"}]})
        return int(text)


class Routes:
    def __init__(self, account, client=("sessionctl-client", "secret-of-the-client"), page=PAGE, cuts_seconds=False):
        self.account = account
        self.cuts_seconds = cuts_seconds
        self.client = client
        self.page = page
        self.name = secrets.token_hex(4)  # in cursors, so that another account's are known
        self.tokens = {}
        self.sorted = {}
        self.table = [
            ("GET", r"/api/v2/users/me", "read", "account", self.me),
            ("GET", r"/api/v2/incremental/tickets/cursor", "read", "incremental-exports", self.tickets),
            ("GET", r"/api/v2/incremental/users/cursor", "read", "incremental-users", self.users),
            ("GET", r"/api/v2/incremental/ticket_events", "read", "incremental-exports", self.events),
            ("GET", r"/api/v2/groups", "read", "account", self.groups),
            ("GET", r"/api/v2/group_memberships", "read", "account", self.memberships),
            ("GET", r"/api/v2/tickets/(\d+)/conversation_log", "read", "conversation-log", self.conversation_log),
            ("GET", r"/api/v2/tickets/(\d+)/audits", "read", "account", self.audits),
            ("GET", r"/api/v2/tickets/messaging/conversations/([^/]+)/ticket", "read", "account", self.conversation_ticket),
            ("GET", r"/api/v2/tickets/(\d+)", "read", "account", self.ticket),
            ("PUT", r"/api/v2/tickets/update_many", "tickets:write", "account", self.update_many),
            ("PUT", r"/api/v2/tickets/(\d+)", "tickets:write", "tickets-update", self.update),
            ("GET", r"/api/v2/job_statuses/show_many", "read", "account", self.jobs),
            ("GET", r"/api/v2/job_statuses/([^/]+)", "read", "account", self.job),
            ("GET", r"/api/v2/triggers/definitions", "read", "account", self.trigger_definitions),
            ("GET", r"/api/v2/queues/definitions", "read", "account", self.queue_definitions),
            ("GET", r"/api/v2/triggers", "read", "account", self.triggers),
            ("PUT", r"/api/v2/triggers/reorder", "triggers:write", "account", self.reorder_triggers),
            ("GET", r"/api/v2/(macros|queues)", "read", "account", self.rules),
            ("POST", r"/api/v2/(macros|queues)", "triggers:write", "account", self.create_rule),
            ("PUT", r"/api/v2/(macros|queues)/([^/]+)", "triggers:write", "account", self.edit_rule),
            ("GET", r"/api/v2/triggers/(\d+)", "read", "account", self.trigger),
            ("POST", r"/api/v2/triggers", "triggers:write", "account", self.create_trigger),
            ("PUT", r"/api/v2/triggers/(\d+)", "triggers:write", "account", self.edit_trigger),
            ("DELETE", r"/api/v2/triggers/(\d+)", "triggers:write", "account", self.delete_trigger),
            ("GET", r"/api/v2/account/settings", "read", "account", self.settings),
        ]

    def find(self, method, path):
        """(handler, its words, the scope it needs, the bucket it counts in)."""
        path = path.removesuffix(".json")
        for wanted, pattern, scope, bucket, handler in self.table:
            match = re.fullmatch(pattern, path)
            if match and wanted == method:
                return handler, match.groups(), scope, bucket
        return None

    # Who asks.

    def new_token(self, body):
        client, secret = body.get("client_id"), body.get("client_secret")
        if body.get("grant_type") != "client_credentials":
            raise Refusal(400, {"error": "unsupported_grant_type", "error_description": "The grant type is not supported."})
        if (client, secret) != self.client:
            raise Refusal(401, {"error": "invalid_client", "error_description": "Client authentication failed."})
        lasts = body.get("expires_in", USUAL_TOKEN)
        if not SHORTEST_TOKEN < lasts < LONGEST_TOKEN:
            raise Refusal(400, {"error": "invalid_request", "error_description": "expires_in is out of range."})
        # A scope that there isn't still makes a token; every call with it is refused.
        scope = body.get("scope", "read")
        name = "token-" + secrets.token_hex(16)
        self.tokens[name] = Token(scope.split(), self.account.clock.now() + lasts)
        return 200, {"access_token": name, "token_type": "bearer", "scope": scope, "expires_in": lasts}

    def token(self, header):
        """The token of an Authorization header; None without one, refused when it is unknown or has run out."""
        if header is None:
            return None
        kind, _, name = header.partition(" ")
        token = self.tokens.get(name)
        if kind.lower() != "bearer" or token is None or token.ends <= self.account.clock.now():
            raise Refusal(401, {"error": "Couldn't authenticate you"})
        return token

    def admit(self, request, scope):
        if request.token is None:
            raise Refusal(401, {"error": "Couldn't authenticate you"})
        granted = request.token.scope
        held = "write" in granted if scope.endswith(":write") else "read" in granted
        if not held and scope not in granted:
            raise Refusal(403, {"error": {"title": "Forbidden", "message": "You do not have access to this page."}})

    def me(self, request):
        return 200, {"user": self._user(self.account.users[1])}

    @staticmethod
    def anonymous():
        return {"user": {"id": None, "name": "Anonymous user", "email": "invalid@example.com", "role": "end-user", "active": None}}

    @staticmethod
    def _user(user):
        return {name: value for name, value in user.items() if name != "generated"}

    # What changed.

    def _cursor(self, kind, at, id):
        return base64.urlsafe_b64encode(f"{self.name}|{kind}|{at}|{id}".encode()).decode()

    def _place(self, kind, request):
        cursor, start = request.one("cursor"), request.integer("start_time")
        if cursor is not None:
            try:
                name, of, at, id = base64.urlsafe_b64decode(cursor).decode().split("|")
                if (name, of) == (self.name, kind):
                    return int(at), int(id)
            except ValueError:
                pass
            raise Refusal(400, {"error": {"title": "Invalid cursor", "message": "The cursor is not valid."}})
        if start is None:
            raise Refusal(400, {"error": {"title": "Missing parameter", "message": "start_time is required."}})
        if start > self.account.clock.now() - 60:
            raise Refusal(422, {"error": "StartTimeTooRecent", "description": "Too recent start_time. Use a start_time older than 60 seconds"})
        return start - 1, 2**62

    def _export(self, kind, rows, request, write):
        at, id = self._place(kind, request)
        # What came in within the last minute is held back.
        until = self.account.clock.now() - 60
        size = min(self.page, request.integer("per_page", self.page))
        rows = self._sorted(kind, lambda: ((row["generated"], row["id"]) for row in rows))
        begin = bisect.bisect_right(rows, (at, id))
        rest = max(0, bisect.bisect_right(rows, (until, 2**63)) - begin)
        page = rows[begin:begin + min(size, rest)]
        last = page[-1] if page else (at, id)
        after = self._cursor(kind, *last)
        path = f"{request.base}/api/v2/incremental/{kind}/cursor.json?"
        ended = rest <= size
        return 200, {
            kind: [write(id) for _, id in page], "after_url": path + urlencode({"cursor": after}),
            "before_url": None, "after_cursor": after, "before_cursor": None, "end_of_stream": ended,
        }

    def _sorted(self, kind, rows):
        """Sorted once for each state of the account, because a page is asked for after the other."""
        known = self.sorted.get(kind)
        if known is None or known[0] != self.account.revision:
            known = self.sorted[kind] = (self.account.revision, sorted(rows()))
        return known[1]

    def tickets(self, request):
        return self._export("tickets", self.account.tickets.values(), request, lambda id: self._ticket(self.account.tickets[id]))

    def users(self, request):
        return self._export("users", self.account.users.values(), request, lambda id: self._user(self.account.users[id]))

    @staticmethod
    def _ticket(ticket):
        hidden = {"generated", "session", "conversation_id", "version"}
        shown = {name: value for name, value in ticket.items() if name not in hidden}
        return dict(shown, generated_timestamp=ticket["generated"])

    def events(self, request):
        start = request.integer("start_time")
        if start is None:
            raise Refusal(400, {"error": {"title": "Missing parameter", "message": "start_time is required."}})
        until = self.account.clock.now() - 60
        # By moment and id, which no two share, so that the audits themselves are never compared.
        all = self._sorted("events", lambda: ((a["moment"], a["id"], a) for list in self.account.audits.values() for a in list))
        audits = [audit for *_, audit in all[bisect.bisect_left(all, (start,)):bisect.bisect_right(all, (until, 2**63))]]
        # Paged by time: a page goes on to the end of its last second, or what is beyond it there can't be asked for.
        page = audits[:self.page]
        if not self.cuts_seconds:
            page += [audit for audit in audits[len(page):] if page and audit["moment"] == page[-1]["moment"]]
        end = page[-1]["moment"] if page else start
        ended = len(page) == len(audits)
        with_comments = "comment_events" in (request.one("include") or "")
        following = f"{request.base}/api/v2/incremental/ticket_events.json?" + urlencode({"start_time": end, "include": "comment_events"})
        return 200, {
            "ticket_events": [self._event(audit, with_comments) for audit in page],
            "count": len(page), "end_time": end, "next_page": following, "end_of_stream": ended,
        }

    def _event(self, audit, with_comments):
        words = {"native_messaging": "Messaging", "rule": "Trigger", "api": "Web service"}
        return {
            "id": audit["id"], "ticket_id": audit["ticket_id"], "timestamp": audit["moment"], "created_at": audit["created_at"],
            "updater_id": audit["author_id"], "via": words[audit["via"]["channel"]], "system": {}, "metadata": {},
            "event_type": "Audit", "child_events": [self._child(event) for event in audit["events"]],
        }

    @staticmethod
    def _child(event):
        if event["type"] in ("Change", "Create"):
            # The field is a key, and tags are told as what came and went.
            child = {"id": event["id"], "event_type": event["type"], event["field_name"]: event["value"], "via": "Web service"}
            if event["field_name"] == "tags":
                before = event.get("previous_value") or []
                child["added_tags"] = [tag for tag in event["value"] if tag not in before]
                child["removed_tags"] = [tag for tag in before if tag not in event["value"]]
            elif event["type"] == "Change":
                child["previous_value"] = event["previous_value"]
            return child
        return {"id": event["id"], "event_type": event["type"], "value": event.get("value"), "via": "Messaging"}

    def groups(self, request):
        groups = list(self.account.groups.values())
        return 200, {"groups": groups, "count": len(groups), "next_page": None, "previous_page": None}

    def memberships(self, request):
        """By pages with numbers, as lists come that nobody has asked for cursors."""
        size, page = min(100, request.integer("per_page", 100)), request.integer("page", 1)
        all = list(self.account.memberships.values())
        more = page * size < len(all)
        following = f"{request.base}/api/v2/group_memberships.json?" + urlencode({"page": page + 1, "per_page": size})
        return 200, {
            "group_memberships": all[(page - 1) * size:page * size], "count": len(all), "next_page": following if more else None,
            "previous_page": None,
        }

    # One ticket.

    def _existing(self, word):
        ticket = self.account.tickets.get(int(word))
        if ticket is None or ticket["status"] == "deleted":
            raise not_found()
        return ticket

    def ticket(self, request, word):
        return 200, {"ticket": self._ticket(self._existing(word))}

    def _page(self, rows, request, limit=100):
        size = min(limit, request.integer("page[size]", limit))
        after = request.one("page[after]")
        begin = int(base64.urlsafe_b64decode(after).decode()) if after else 0
        end = begin + size
        cursor = base64.urlsafe_b64encode(str(end).encode()).decode()
        more = end < len(rows)
        following = f"{request.base}{request.path}?" + urlencode({"page[size]": size, "page[after]": cursor})
        return rows[begin:end], {
            "meta": {"has_more": more, "after_cursor": cursor if more else None, "before_cursor": None},
            "links": {"next": following if more else None, "prev": None},
        }

    def conversation_log(self, request, word):
        id = self._existing(word)["id"]
        rows, paging = self._page(self.account.talk[id], request)
        return 200, dict({"events": [{n: v for n, v in row.items() if n != "moment"} for row in rows]}, **paging)

    def audits(self, request, word):
        id = self._existing(word)["id"]
        rows, paging = self._page(self.account.audits.get(id, []), request)
        return 200, dict({"audits": [{n: v for n, v in row.items() if n != "moment"} for row in rows]}, **paging)

    def conversation_ticket(self, request, word):
        for ticket in self.account.tickets.values():
            # Gone once the ticket is closed or its session has ended.
            if ticket["conversation_id"] == word and ticket["session"] == "active":
                return 200, {"ticket": self._ticket(ticket)}
        raise not_found()

    def update(self, request, word):
        ticket = self._existing(word)
        change = request.body.get("ticket", {})
        if ticket["status"] == "closed":
            raise Refusal(422, {"error": "RecordInvalid", "description": "Record validation errors", "details": {
                "status": [{"description": "Status: closed prevents ticket update", "error": "ClosedPreventsUpdate"}]}})
        if change.get("safe_update") and change.get("updated_stamp") != ticket["updated_at"]:
            raise Refusal(409, {"error": "UpdateConflict", "description": "The ticket was updated in between"})
        self.account.change(ticket["id"], 1, change)
        return 200, {"ticket": self._ticket(ticket)}

    # Many tickets.

    def update_many(self, request, fault=None):
        ids = request.one("ids")
        if ids is not None:
            change = request.body.get("ticket", {})
            changes = [dict(change, id=int(id)) for id in ids.split(",") if id]
        else:
            changes = request.body.get("tickets", [])
        if not changes:
            raise Refusal(400, {"error": {"title": "Missing parameter", "message": "ids or tickets is required."}})
        if len(changes) > 100:
            raise Refusal(400, {"error": "TooManyValues", "description": "Too many values", "max_count": 100})
        job = self.account.add_job(changes, fault)
        if job is None:
            raise self.too_many_jobs(429)
        return 200, {"job_status": self._job(job, request)}

    def too_many_jobs(self, status):
        return Refusal(status, {
            "error": "TooManyJobs", "description": "Too many jobs are currently queued or running",
            "current_job_ids": self.account.in_flight(),
        })

    def _job(self, job, request):
        done = job.state == "completed"
        return {
            "id": job.id, "job_type": "Bulk Ticket Update", "url": f"{request.base}/api/v2/job_statuses/{job.id}.json",
            "status": job.state, "total": len(job.changes), "progress": len(job.changes) if done else None,
            "message": job.message, "results": job.results,
        }

    def jobs(self, request):
        ids = [id for id in (request.one("ids") or "").split(",") if id]
        if len(ids) > 100:
            raise Refusal(400, {"error": "TooManyValues", "description": "Too many values", "max_count": 100})
        found = [self.account.jobs[id] for id in ids if id in self.account.jobs]
        return 200, {"job_statuses": [self._job(job, request) for job in found], "count": len(found), "next_page": None, "previous_page": None}

    def job(self, request, word):
        if word not in self.account.jobs:
            raise not_found()
        return 200, {"job_status": self._job(self.account.jobs[word], request)}

    # Rules.

    @staticmethod
    def _condition(subject, title, values):
        return {
            "group": "ticket", "nullable": False, "repeatable": False, "subject": subject, "title": title, "type": "list",
            "operators": [
                {"terminal": False, "title": "Is", "value": "is"}, {"terminal": False, "title": "Changed to", "value": "value"},
                {"terminal": False, "title": "Changed from", "value": "value_previous"}, {"terminal": True, "title": "Changed", "value": "changed"},
            ],
            "values": [{"enabled": True, "title": name, "value": value} for name, value in values],
        }

    def trigger_definitions(self, request):
        def action(subject, title, values):
            return {
                "group": "ticket", "nullable": False, "repeatable": False, "subject": subject, "title": title, "type": "list",
                "values": [{"enabled": True, "title": name, "value": value} for name, value in values],
            }

        tags = dict(self._condition("current_tags", "Tags", []), type="text", values=[])
        # Ids as the service has them, but for one, and one channel that nobody knows.
        channel = self._condition("via_id", "Channel", [
            ("Web form", "0"), ("Email", "4"), ("Messaging", "75"), ("WhatsApp", "174"), ("Carrier pigeon", "199")])
        conditions = [
            tags, channel, self._condition(REASON, "Messaging session ended reason", [
                ("Ended by agent", "live_by_agent"), ("Ended by trigger", "live_by_trigger"), ("Due to channel change", "live_by_channel")]),
            self._condition(STATE, "Messaging session state", [("Active", "live_active"), ("Ended", "live_ended")]),
        ]
        actions = [
            action("current_tags", "Add tags", []), action("remove_tags", "Remove tags", []),
            action(END_ACTION[0], "Messaging session", [("End session", END_ACTION[1])]),
            action(CHANNEL_ACTION[0], "Set routing channel", [("Email", CHANNEL_ACTION[1])]),
        ]
        return 200, {"definitions": {"actions": actions, "conditions_all": conditions, "conditions_any": conditions}}

    def queue_definitions(self, request):
        channel = self._condition(CHANNEL_ACTION[0], "Routing channel", [("Messaging", "live_messaging"), ("Email", CHANNEL_ACTION[1])])
        return 200, {"definitions": {"actions": [], "conditions_all": [channel], "conditions_any": [channel]}}

    def triggers(self, request):
        all = sorted(self.account.triggers.values(), key=lambda trigger: trigger["position"])
        return 200, {"triggers": all, "count": len(all), "next_page": None, "previous_page": None}

    def _trigger(self, word):
        if int(word) not in self.account.triggers:
            raise not_found()
        return self.account.triggers[int(word)]

    def trigger(self, request, word):
        return 200, {"trigger": self._trigger(word)}

    def _checked(self, trigger):
        details = {}
        for name in ("title", "conditions", "actions"):
            if not trigger.get(name):
                details[name] = [{"description": f"{name}: cannot be blank", "error": "BlankValue"}]
        held = [(action["field"], action["value"]) for action in trigger.get("actions") or []]
        if END_ACTION in held and CHANNEL_ACTION in held:
            details["actions"] = [{"description": "Actions: both end the session", "error": "InvalidValue"}]
        if details:
            raise Refusal(422, {"error": "RecordInvalid", "description": "Record validation errors", "details": details})
        return trigger

    def create_trigger(self, request):
        asked = self._checked(request.body.get("trigger", {}))
        id, now = self.account.number(), stamp(self.account.clock.now())
        conditions = {"all": asked["conditions"].get("all", []), "any": asked["conditions"].get("any", [])}
        made = {
            "id": id, "url": f"{request.base}/api/v2/triggers/{id}.json", "title": asked["title"], "description": asked.get("description"),
            "active": asked.get("active", True), "position": asked.get("position", len(self.account.triggers)),
            "category_id": asked.get("category_id", "1"), "conditions": conditions, "actions": asked["actions"],
            "default": False, "raw_title": asked["title"], "created_at": now, "updated_at": now,
        }
        self.account.triggers[id] = made
        return 201, {"trigger": made}

    def edit_trigger(self, request, word):
        trigger = self._trigger(word)
        changed = self._checked(dict(trigger, **request.body.get("trigger", {})))
        trigger.update(changed, updated_at=stamp(self.account.clock.now()))
        return 200, {"trigger": trigger}

    def delete_trigger(self, request, word):
        del self.account.triggers[self._trigger(word)["id"]]
        return 204, None

    def reorder_triggers(self, request):
        ids = request.body.get("trigger_ids", [])
        if sorted(ids) != sorted(self.account.triggers):
            raise Refusal(422, {"error": "RecordInvalid", "description": "Every trigger must be named"})
        for place, id in enumerate(ids):
            self.account.triggers[id]["position"] = place + 1
        return self.triggers(request)

    # Macros and queues: kept as they come. Queues have texts for ids, and their groups come back in another form.

    def rules(self, request, kind):
        all = list(self.account.rules[kind].values())
        return 200, {kind: all, "count": len(all), "next_page": None, "previous_page": None}

    def create_rule(self, request, kind):
        asked = request.body.get(kind[:-1], {})
        if not (asked.get("title") or asked.get("name")):
            raise Refusal(422, {"error": "RecordInvalid", "description": "Record validation errors", "details": {
                "title": [{"description": "Title: cannot be blank", "error": "BlankValue"}]}})
        number = self.account.number()
        made = self._rule(kind, dict(asked, id=str(number) if kind == "queues" else number))
        self.account.rules[kind][str(number)] = made
        return 201, {kind[:-1]: made}

    def edit_rule(self, request, kind, word):
        if word not in self.account.rules[kind]:
            raise not_found()
        rule = self.account.rules[kind][word]
        rule.update(self._rule(kind, request.body.get(kind[:-1], {})))
        return 200, {kind[:-1]: rule}

    def _rule(self, kind, rule):
        for name in ("primary_groups", "secondary_groups") if kind == "queues" else ():
            ids = rule.pop(name + "_id", [])
            groups = [{"id": id, "name": self.account.groups[id]["name"]} for id in ids]
            rule[name] = {"count": len(groups), "groups": groups}
        return rule

    def settings(self, request):
        return 200, {"settings": {
            "messaging_inactivity": {"enabled": False, "timeout": 60, "end_session": False, "ticket_status_id": None, "reminders": []},
            "routing": {"autorouting_tag": "auto-routing", "enabled": True, "max_email_capacity": 500, "max_messaging_capacity": 500},
        }}


def query_of(text):
    return parse_qs(text, keep_blank_values=True)


def encoded(body):
    return b"" if body is None else json.dumps(body, ensure_ascii=False).encode()

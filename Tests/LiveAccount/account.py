"""What is in the account, and what happens in it by itself: jobs work through, and a tag fires the trigger."""

import threading

from clock import Clock, stamp

BEGIN = 1_767_225_600  # 2026-01-01T00:00:00Z
JOBS_IN_FLIGHT = 30
JOB_IS_KEPT = 86_400
UPDATES_OF_A_TICKET = (30, 600)

# The words of triggers differ from account to account, and no public list has them: these are made up so that whoever
# guesses instead of asking for the definitions is found out.
REASON = "messaging_session_ended_reason"
STATE = "live_account_session_state"
END_ACTION = ("live_account_end", "live_account_end_now")
CHANNEL_ACTION = ("live_account_channel", "live_account_mail")


class Job:
    def __init__(self, number, changes, made_at):
        self.id = f"job{number:029d}"
        self.changes = changes
        self.made_at = made_at
        self.state = "queued"
        self.results = None
        self.message = None
        self.is_foreign = False
        self.fault = None

    @property
    def in_flight(self):
        return self.state in ("queued", "working")


class Account:
    """All of it under one lock; `settle` brings it to the present and is called by whoever looks."""

    def __init__(self, tickets=20, job_seconds=0.0, trigger_seconds=0.0, hostile=False, tied=False):
        self.lock = threading.RLock()
        self.revision = 0  # moves with every change, so that what was sorted before is known to hold
        self.clock = Clock()
        self.job_seconds = job_seconds
        self.trigger_seconds = trigger_seconds
        self.users, self.tickets, self.audits, self.talk = {}, {}, {}, {}
        self.groups = {100: {"id": 100, "name": "Support", "deleted": False}}
        self.memberships = {}
        self.triggers = {}
        self.rules = {"macros": {}, "queues": {}}
        self.jobs = {}
        self.foreign_jobs = 0
        self.firings = []  # (when, ticket)
        self.updates = {}  # ticket -> moments
        self.next_id = 9_000_000
        self._fill(tickets, hostile, tied)

    def number(self):
        self.next_id += 1
        return self.next_id

    # What it begins with.

    def _fill(self, count, hostile, tied):
        self._person(1, "Root Admin", "admin", BEGIN)
        self._person(2, "Ana Agent", "agent", BEGIN)
        self.join(2, 100)
        for index in range(count):
            at = BEGIN + (3600 if tied else 3600 + 60 * index)
            name = f"Customer {index + 1}"
            if hostile and index % 3 == 0:
                name = f"Cus\x1b[31mtomer\u202e {index + 1}\x9b2J"
            person = self._person(10_000 + index, name, "end-user", at)
            self._ticket(1_000 + index, person, at, hostile and index % 3 == 0)

    def _person(self, number, name, role, at):
        self.revision += 1
        self.users[number] = {
            "id": number, "name": name, "email": f"user{number}@example.com", "role": role, "active": True,
            "suspended": False, "created_at": stamp(at), "updated_at": stamp(at), "generated": at,
        }
        return self.users[number]

    def _ticket(self, number, person, at, hostile):
        self.revision += 1
        subject = "Conversation with " + person["name"] if hostile else f"Conversation {number}"
        self.tickets[number] = {
            "id": number, "subject": subject, "description": "Hello", "status": "open", "priority": None, "type": None,
            "requester_id": person["id"], "submitter_id": person["id"], "assignee_id": 2, "group_id": 100,
            "organization_id": None, "brand_id": None, "tags": ["chat"], "custom_fields": [],
            "from_messaging_channel": True, "via": {"channel": "native_messaging", "source": {"from": {}, "to": {}, "rel": None}},
            "created_at": stamp(at), "updated_at": stamp(at), "generated": at, "is_public": True,
            "session": "active", "conversation_id": f"conv{number:020d}", "version": 0,
        }
        self.talk[number] = [
            self._message(number, 0, at, "user", person["id"], "Hello"),
            self._message(number, 1, at + 30, "agent", 2, "Good morning"),
        ]
        self._audit(number, at, person["id"], [
            {"type": "Create", "field_name": "status", "value": "open"},
            {"type": "ChatStartedEvent", "value": {
                "visitor_id": f"v{number}", "conversation_id": f"conv{number:020d}", "history": [
                    {"type": "ChatMessage", "timestamp": at * 1000, "actor_type": "end-user", "message": "Hello"},
                    {"type": "ChatMessage", "timestamp": (at + 30) * 1000, "actor_type": "agent", "message": "Good morning"},
                ]}},
        ], via={"channel": "native_messaging", "source": {"from": {}, "to": {}, "rel": None}})

    def _message(self, ticket, place, at, kind, user, text):
        return {
            "id": f"{ticket}-{place}", "type": "Messaging::ConversationMessage", "created_at": stamp(at), "received_at": stamp(at),
            "author": {"type": kind, "zen:support:user_id": user}, "content": {"type": "text", "text": text},
            "source": {"type": "web"}, "reference": {"type": "message", "id": f"m{ticket}-{place}"}, "moment": at,
        }

    def _audit(self, ticket, at, author, events, via=None):
        self.revision += 1
        events = [dict(event, id=self.number()) for event in events]
        audit = {
            "id": self.number(), "ticket_id": ticket, "created_at": stamp(at), "author_id": author,
            "via": via or {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}}, "metadata": {}, "events": events, "moment": at,
        }
        self.audits.setdefault(ticket, []).append(audit)
        return audit

    # What happens.

    def join(self, user, group):
        id = self.number()
        self.memberships[id] = {
            "id": id, "user_id": user, "group_id": group, "default": True, "created_at": stamp(BEGIN), "updated_at": stamp(BEGIN),
        }

    def leave(self, user, group):
        self.memberships = {id: of for id, of in self.memberships.items() if (of["user_id"], of["group_id"]) != (user, group)}

    def say(self, ticket, kind, text):
        """A message of a live session, which is no comment and changes the ticket in nothing."""
        at = int(self.clock.now())
        place = len(self.talk[ticket])
        user = self.tickets[ticket]["requester_id"] if kind == "user" else 2
        self.talk[ticket].append(self._message(ticket, place, at, kind, user, text))

    def change(self, ticket, author, changes, via=None, quiet=False):
        """One update: tags are added or removed, other members set; triggers follow if a tag fires one."""
        now = int(self.clock.now())
        thing = self.tickets[ticket]
        events = []
        before = list(thing["tags"])
        tags = [tag for tag in before if tag not in changes.get("remove_tags", [])]
        tags += [tag for tag in changes.get("additional_tags", []) if tag not in tags]
        if tags != before:
            thing["tags"] = tags
            events.append({"type": "Change", "field_name": "tags", "value": tags, "previous_value": before})
        for name in ("status", "subject", "priority", "assignee_id", "group_id"):
            if name in changes and changes[name] != thing[name]:
                events.append({"type": "Change", "field_name": name, "value": changes[name], "previous_value": thing[name]})
                thing[name] = changes[name]
        thing["generated"] = now
        thing["version"] += 1
        self.revision += 1
        if not events:
            return
        if not quiet:
            thing["updated_at"] = stamp(now)
            self._audit(ticket, now, author, events, via)
        if thing["status"] == "closed":
            thing["session"] = "ended"
        if any(self._fires(trigger, tags) for trigger in self.triggers.values()):
            self.firings.append((self.clock.now() + self.trigger_seconds, ticket))

    def end(self, ticket, author):
        """Somebody ends the session by hand, which changes the ticket in nothing."""
        self.tickets[ticket]["session"] = "ended"
        self._audit(
            ticket, int(self.clock.now()), author, [{"type": "ChatEndedEvent", "value": {}}],
            via={"channel": "native_messaging", "source": {"from": {}, "to": {}, "rel": None}})

    def scrub(self, ticket):
        """Thirty days after its deletion: the same moment of update, and only `generated_timestamp` moves."""
        thing = self.tickets[ticket]
        self.revision += 1
        thing.update(status="deleted", subject="SCRUBBED", description="X", generated=int(self.clock.now()))

    def _fires(self, trigger, tags):
        wanted = [c["value"] for c in trigger["conditions"]["all"] if c["field"] == "current_tags" and c["operator"] == "includes"]
        return trigger["active"] and bool(wanted) and all(tag in tags for value in wanted for tag in value.split())

    def settle(self):
        """Brings jobs and triggers to the present."""
        now = self.clock.now()
        for job in self.jobs.values():
            if job.in_flight and not job.is_foreign:
                self._work(job, now)
        due = [firing for firing in self.firings if firing[0] <= now]
        self.firings = [firing for firing in self.firings if firing[0] > now]
        for _, ticket in due:
            self._fire(ticket)
        for id in [job.id for job in self.jobs.values() if now - job.made_at > JOB_IS_KEPT]:
            del self.jobs[id]

    def _work(self, job, now):
        if now < job.made_at + self.job_seconds / 2:
            return
        job.state = "working"
        if now < job.made_at + self.job_seconds:
            return
        if job.fault in ("failed", "killed"):
            job.state, job.message = job.fault, "Something went wrong"
            return
        job.results = [self._outcome(job, index, change) for index, change in enumerate(job.changes)]
        job.state, job.message = "completed", "Completed at " + stamp(now)

    def _outcome(self, job, index, change):
        id = change["id"]
        refusal = self.refusal(id, now=self.clock.now())
        if job.fault == "partial" and index % 3 == 0:
            refusal = ("TicketUpdateError", "Something stood against it")
        if refusal:
            error, details = refusal
            # Both forms in which failed rows are met.
            if index % 2:
                return {"index": index, "id": id, "error": error, "details": details}
            return {"action": "update", "id": id, "success": False, "error": error, "details": details}
        self.updates.setdefault(id, []).append(self.clock.now())
        self.change(id, 1, change)
        return {"action": "update", "id": id, "status": "Updated", "success": True}

    def refusal(self, id, now):
        """Why a ticket takes no update, as error and details; None if it does."""
        thing = self.tickets.get(id)
        if thing is None or thing["status"] == "deleted":
            return ("TicketNotFound", "Ticket not found")
        if thing["status"] == "closed":
            return ("TicketClosed", "closed prevents ticket update")
        most, seconds = UPDATES_OF_A_TICKET
        recent = [at for at in self.updates.get(id, []) if now - at < seconds]
        if len(recent) >= most:
            return ("TicketUpdateLimit", "too many updates of this ticket")
        return None

    def _fire(self, ticket):
        thing = self.tickets[ticket]
        if thing["status"] in ("closed", "deleted"):
            return
        for trigger in sorted(self.triggers.values(), key=lambda trigger: trigger["position"]):
            if not self._fires(trigger, thing["tags"]):
                continue
            via = {"channel": "rule", "source": {"rel": "trigger", "from": {"id": trigger["id"], "title": trigger["title"]}, "to": {}}}
            changes = {}
            for action in trigger["actions"]:
                if (action["field"], action["value"]) in (END_ACTION, CHANNEL_ACTION) and thing["session"] == "active":
                    thing["session"] = "ended"
                    self._audit(ticket, int(self.clock.now()), -1, [{"type": "ChatEndedEvent", "value": {}}], via)
                elif action["field"] == "remove_tags":
                    changes["remove_tags"] = action["value"].split()
                elif action["field"] == "current_tags":
                    changes["additional_tags"] = action["value"].split()
            self.change(ticket, -1, changes, via)

    # Jobs.

    def in_flight(self):
        return [job.id for job in self.jobs.values() if job.in_flight]

    def add_job(self, changes, fault=None):
        """None when the account has as many jobs as it may."""
        self.settle()
        if len(self.in_flight()) >= JOBS_IN_FLIGHT:
            return None
        job = Job(self.number(), changes, self.clock.now())
        job.fault = fault
        self.jobs[job.id] = job
        return job

    def set_foreign_jobs(self, count):
        """Jobs of other tools, which count and never end by themselves."""
        self.jobs = {id: job for id, job in self.jobs.items() if not job.is_foreign}
        for _ in range(count):
            job = Job(self.number(), [], self.clock.now())
            job.is_foreign, job.state = True, "working"
            self.jobs[job.id] = job

#!/usr/bin/env python3
"""Checks the made-up account against what is known of the service: run by itself, or by the Swift test LiveAccountTests."""

import http.client
import json
import threading
import time
import unittest
from urllib.parse import quote, urlsplit

import shapes
from account import BEGIN, END_ACTION, Account
from server import LiveAccount

TAG = "sessionctl_end"


class LiveAccountTest(unittest.TestCase):
    options = {}
    enforced = True

    def setUp(self):
        self.server = LiveAccount(Account(**self.options), enforced=self.enforced, page=8)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.token = self.ask("POST", "/oauth/tokens", self.grant("read tickets:write triggers:write"), token=None).json["access_token"]

    @staticmethod
    def grant(scope, **more):
        client, secret = "sessionctl-client", "secret-of-the-client"
        return {"grant_type": "client_credentials", "client_id": client, "client_secret": secret, "scope": scope, **more}

    def ask(self, method, path, body=None, token="mine", timeout=10):
        connection = http.client.HTTPConnection(*self.server.server_address, timeout=timeout)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = "Bearer " + (self.token if token == "mine" else token)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def order(self, name, body=None):
        answer = self.ask("POST", "/_test/" + name, body or {}, token=None)
        self.assertEqual(answer.status, 200, answer.body)

    def fault(self, kind, on="", **more):
        self.order("fault", {"kind": kind, "on": on, **more})

    def assertShape(self, answer, shape, status=200):
        self.assertEqual(answer.status, status, answer.body[:300])
        self.assertIsNone(shapes.misfit(answer.json, shape))

    def end_trigger(self):
        trigger = {
            "title": "End tagged sessions", "active": True, "category_id": "1",
            "conditions": {"all": [{"field": "current_tags", "operator": "includes", "value": TAG}], "any": []},
            "actions": [{"field": END_ACTION[0], "value": END_ACTION[1]}, {"field": "remove_tags", "value": TAG},
                        {"field": "current_tags", "value": "sessionctl_ended"}]}
        return self.ask("POST", "/api/v2/triggers", {"trigger": trigger})

    def push(self, ids):
        path = "/api/v2/tickets/update_many.json?ids=" + ",".join(map(str, ids))
        return self.ask("PUT", path, {"ticket": {"additional_tags": [TAG]}})


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Authentication(LiveAccountTest):
    def test_token(self):
        self.assertShape(self.ask("POST", "/oauth/tokens", self.grant("read"), token=None), shapes.token)
        for wrong in (300, 172_800):
            self.assertEqual(self.ask("POST", "/oauth/tokens", self.grant("read", expires_in=wrong), token=None).status, 400)
        refused = self.ask("POST", "/oauth/tokens", dict(self.grant("read"), client_secret="guessed"), token=None)
        self.assertEqual(refused.status, 401)

    def test_token_runs_out(self):
        self.order("clock", {"advance": 1801})
        answer = self.ask("GET", "/api/v2/users/me.json")
        self.assertShape(answer, {"error": "Couldn't authenticate you"}, 401)

    def test_anonymous(self):
        self.assertShape(self.ask("GET", "/api/v2/users/me.json"), shapes.me)
        self.assertShape(self.ask("GET", "/api/v2/users/me.json", token=None), shapes.anonymous)
        self.fault("anonymous", "users/me")
        self.assertShape(self.ask("GET", "/api/v2/users/me.json"), shapes.anonymous)
        self.assertShape(self.ask("GET", "/api/v2/groups", token=None), shapes.errors, 401)

    def test_wrong_scope_is_granted_and_then_refused(self):
        wrong = self.ask("POST", "/oauth/tokens", self.grant("tickets:reed"), token=None)
        self.assertShape(wrong, shapes.token)
        answer = self.ask("GET", "/api/v2/users/me.json", token=wrong.json["access_token"])
        self.assertShape(answer, shapes.errors, 403)
        reader = self.ask("POST", "/oauth/tokens", self.grant("read"), token=None).json["access_token"]
        self.assertEqual(self.ask("PUT", "/api/v2/tickets/1000", {"ticket": {}}, token=reader).status, 403)

    def test_unknown_route(self):
        self.assertShape(self.ask("GET", "/api/v2/sessions/1/end"), shapes.errors, 404)

    def test_no_secret_is_kept(self):
        self.assertNotIn("secret-of-the-client", self.ask("GET", "/_test/requests", token=None).body.decode())
        self.assertNotIn(self.token, self.ask("GET", "/_test/requests", token=None).body.decode())


class Pulling(LiveAccountTest):
    options = {"tickets": 20}

    def walk(self, kind, start=f"start_time={BEGIN}"):
        found, cursor = [], None
        for _ in range(10):
            answer = self.ask("GET", f"/api/v2/incremental/{kind}/cursor.json?" + (f"cursor={quote(cursor)}" if cursor else start))
            self.assertShape(answer, shapes.ticket_page if kind == "tickets" else shapes.user_page)
            found += answer.json[kind]
            self.assertNotEqual(answer.json["after_cursor"], cursor if answer.json[kind] else None)
            cursor = answer.json["after_cursor"]
            if answer.json["end_of_stream"]:
                return found, cursor
        self.fail("the export did not end")

    def test_tickets_and_users(self):
        tickets, cursor = self.walk("tickets")
        self.assertEqual([ticket["id"] for ticket in tickets], list(range(1000, 1020)))
        self.assertEqual(len(self.walk("users")[0]), 22)
        again, same = self.walk("tickets", f"cursor={quote(cursor)}")
        self.assertEqual((again, same), ([], cursor))

    def test_the_last_minute_is_held_back(self):
        _, cursor = self.walk("tickets")
        self.order("change", {"ticket": 1003, "status": "pending"})
        self.assertEqual(self.walk("tickets", f"cursor={quote(cursor)}")[0], [])
        self.order("clock", {"advance": 61})
        self.assertEqual([t["status"] for t in self.walk("tickets", f"cursor={quote(cursor)}")[0]], ["pending"])

    def test_scrubbed(self):
        _, cursor = self.walk("tickets")
        before = self.server.account.tickets[1002]["updated_at"]
        self.order("change", {"ticket": 1002, "scrub": True})
        self.order("clock", {"advance": 61})
        (ticket,), _ = self.walk("tickets", f"cursor={quote(cursor)}")
        self.assertEqual((ticket["status"], ticket["subject"], ticket["updated_at"]), ("deleted", "SCRUBBED", before))

    def test_bad_starts(self):
        for query in ("", "start_time=soon", f"start_time={int(time.time())}", "cursor=another", "cursor=YWJjfGF8MXwy"):
            self.assertIn(self.ask("GET", "/api/v2/incremental/tickets/cursor?" + query).status, (400, 422), query)

    def test_events(self):
        start, ids = BEGIN, []
        for _ in range(10):
            answer = self.ask("GET", f"/api/v2/incremental/ticket_events?include=comment_events&start_time={start}")
            self.assertShape(answer, shapes.event_page)
            ids += [event["id"] for event in answer.json["ticket_events"]]
            start = answer.json["end_time"]
            if answer.json["end_of_stream"]:
                break
        self.assertEqual(len(set(ids)), 20)

    def test_a_change_of_tags_in_the_second_dialect(self):
        self.order("change", {"ticket": 1003, "additional_tags": ["x"]})
        self.order("clock", {"advance": 61})
        now = int(self.server.account.clock.now()) - 120
        (event,) = self.ask("GET", f"/api/v2/incremental/ticket_events?start_time={now}").json["ticket_events"]
        self.assertEqual(event["child_events"][0]["added_tags"], ["x"])

    def test_one_ticket(self):
        self.assertShape(self.ask("GET", "/api/v2/tickets/1001.json"), shapes.one_ticket)
        log = self.ask("GET", "/api/v2/tickets/1001/conversation_log?page[size]=1&sort=created_at")
        self.assertShape(log, shapes.conversation_log)
        self.assertTrue(log.json["meta"]["has_more"])
        following = urlsplit(log.json["links"]["next"])
        self.assertFalse(self.ask("GET", f"{following.path}?{following.query}").json["meta"]["has_more"])
        audits = self.ask("GET", "/api/v2/tickets/1001/audits?page[size]=100")
        self.assertShape(audits, shapes.audits)
        self.assertIsNone(shapes.misfit(audits.json["audits"][0]["events"][1], shapes.chat_started))
        self.assertShape(self.ask("GET", "/api/v2/tickets/77"), shapes.errors, 404)

    def test_a_message_changes_no_ticket(self):
        _, cursor = self.walk("tickets")
        self.order("say", {"ticket": 1001, "kind": "user", "text": "Are you there?"})
        self.order("clock", {"advance": 61})
        self.assertEqual(self.walk("tickets", f"cursor={quote(cursor)}")[0], [])
        self.assertEqual(len(self.ask("GET", "/api/v2/tickets/1001/conversation_log").json["events"]), 3)


class TiedAndHostile(LiveAccountTest):
    options = {"tickets": 20, "tied": True, "hostile": True}
    walk = Pulling.walk

    def test_one_second_for_all(self):
        tickets, _ = self.walk("tickets")
        self.assertEqual(len({ticket["generated_timestamp"] for ticket in tickets}), 1)
        self.assertEqual(len({ticket["id"] for ticket in tickets}), 20)
        self.assertIn("\x1b", tickets[0]["subject"])
        events = self.ask("GET", f"/api/v2/incremental/ticket_events?start_time={BEGIN}").json
        self.assertEqual((len(events["ticket_events"]), events["end_of_stream"]), (20, True))

    def test_a_page_that_cuts_a_second(self):
        self.server.routes.cuts_seconds = True
        begin = self.server.account.audits[1000][0]["moment"]
        events = self.ask("GET", f"/api/v2/incremental/ticket_events?start_time={begin}").json
        self.assertEqual((len(events["ticket_events"]), events["end_time"], events["end_of_stream"]), (8, begin, False))


class Pushing(LiveAccountTest):
    options = {"tickets": 6, "job_seconds": 20, "trigger_seconds": 5}

    def jobs(self, *ids):
        answer = self.ask("GET", "/api/v2/job_statuses/show_many?ids=" + ",".join(ids))
        self.assertShape(answer, shapes.some_jobs)
        return answer.json["job_statuses"]

    def probe(self, id):
        conversation = self.server.account.tickets[id]["conversation_id"]
        return self.ask("GET", f"/api/v2/tickets/messaging/conversations/{conversation}/ticket").status

    def test_a_tag_fires_the_trigger_after_a_moment(self):
        self.assertShape(self.end_trigger(), shapes.one_trigger, 201)
        made = self.push([1000, 1001])
        self.assertShape(made, shapes.one_job)
        id = made.json["job_status"]["id"]
        states = [self.jobs(id)[0]["status"]]
        for seconds in (11, 10):
            self.order("clock", {"advance": seconds})
            states.append(self.jobs(id)[0]["status"])
        self.assertEqual(states, ["queued", "working", "completed"])
        self.assertEqual((self.probe(1000), self.probe(1002)), (200, 200))
        self.order("clock", {"advance": 6})
        self.assertEqual((self.probe(1000), self.probe(1002)), (404, 200))
        self.assertEqual(self.server.account.tickets[1000]["tags"], ["chat", "sessionctl_ended"])

    def test_an_inactive_trigger_does_nothing(self):
        id = self.end_trigger().json["trigger"]["id"]
        self.assertShape(self.ask("PUT", f"/api/v2/triggers/{id}", {"trigger": {"active": False}}), shapes.one_trigger)
        self.push([1000])
        self.order("clock", {"advance": 30})
        self.assertEqual(self.probe(1000), 200)

    def test_rows_fail_in_a_completed_job(self):
        self.order("change", {"ticket": 1001, "status": "closed"})
        self.order("change", {"ticket": 1003, "status": "deleted"})
        id = self.push([1000, 1001, 1002, 1003, 77]).json["job_status"]["id"]
        self.order("clock", {"advance": 21})
        (job,) = self.jobs(id)
        self.assertEqual([("error" in row, row.get("success")) for row in job["results"]],
                         [(False, True), (True, None), (False, True), (True, None), (True, False)])

    def test_job_faults(self):
        for kind, wanted in (("job-failed", "failed"), ("job-killed", "killed"), ("job-partial", "completed")):
            self.fault(kind, "PUT .*update_many")
            id = self.push([1000, 1001, 1002, 1004]).json["job_status"]["id"]
            self.order("clock", {"advance": 21})
            (job,) = self.jobs(id)
            self.assertEqual(job["status"], wanted)
        self.assertEqual(["error" in row for row in job["results"]], [True, False, False, True])

    def test_thirty_jobs_of_everybody(self):
        self.order("jobs", {"foreign": 29})
        self.assertEqual(self.push([1000]).status, 200)
        refused = self.push([1001])
        self.assertIsNone(shapes.misfit(refused.json, shapes.too_many_jobs))
        self.assertEqual(len(refused.json["current_job_ids"]), 30)
        self.order("clock", {"advance": 21})
        self.assertEqual(self.push([1001]).status, 200)
        self.fault("too-many-jobs", "update_many", status=400)
        self.assertShape(self.push([1002]), shapes.too_many_jobs, 400)

    def test_jobs_are_kept_for_a_day(self):
        id = self.push([1000]).json["job_status"]["id"]
        self.order("clock", {"advance": 86_400 + 10})
        self.token = self.ask("POST", "/oauth/tokens", self.grant("read"), token=None).json["access_token"]
        self.assertEqual(self.jobs(id), [])
        self.assertEqual(self.ask("GET", f"/api/v2/job_statuses/{id}").status, 404)

    def test_limits_of_size_and_frequency(self):
        self.assertShape(self.push(range(101)), shapes.too_many_values, 400)
        for _ in range(30):
            self.push([1000])
            self.order("clock", {"advance": 21 if _ % 10 == 9 else 0})
        id = self.push([1000]).json["job_status"]["id"]
        self.order("clock", {"advance": 21})
        self.assertIn("error", self.jobs(id)[0]["results"][0])

    def test_one_ticket_by_its_stamp(self):
        stale = {"ticket": {"additional_tags": ["x"], "safe_update": True, "updated_stamp": "2020-01-01T00:00:00Z"}}
        self.assertEqual(self.ask("PUT", "/api/v2/tickets/1000", stale).status, 409)
        self.order("change", {"ticket": 1000, "status": "closed"})
        self.assertShape(self.ask("PUT", "/api/v2/tickets/1000", {"ticket": {}}), {"error": "RecordInvalid", "details": dict}, 422)


class Rules(LiveAccountTest):
    def test_definitions_and_settings(self):
        for kind in ("triggers", "queues"):
            self.assertShape(self.ask("GET", f"/api/v2/{kind}/definitions"), shapes.definitions)
        self.assertShape(self.ask("GET", "/api/v2/account/settings"), shapes.settings)
        self.assertEqual(self.ask("GET", "/api/v2/groups").json["count"], 1)

    def test_memberships(self):
        answer = self.ask("GET", "/api/v2/group_memberships")
        self.assertShape(answer, shapes.memberships)
        self.assertEqual(len(answer.json["group_memberships"]), 1)
        for user in (1, 10_000):
            self.order("join", {"user": user, "group": 100})
        self.order("leave", {"user": 1, "group": 100})
        first = self.ask("GET", "/api/v2/group_memberships?per_page=1").json
        self.assertEqual([of["user_id"] for of in first["group_memberships"]], [2])
        second = self.ask("GET", first["next_page"].removeprefix(self.server.base)).json
        self.assertEqual(([of["user_id"] for of in second["group_memberships"]], second["next_page"]), ([10_000], None))

    def test_triggers(self):
        id = self.end_trigger().json["trigger"]["id"]
        self.assertShape(self.ask("GET", "/api/v2/triggers.json"), shapes.some_triggers)
        self.assertShape(self.ask("GET", f"/api/v2/triggers/{id}"), shapes.one_trigger)
        bare = self.ask("POST", "/api/v2/triggers", {"trigger": {"title": "x"}})
        self.assertShape(bare, {"error": "RecordInvalid", "details": dict}, 422)
        self.assertEqual(self.ask("DELETE", f"/api/v2/triggers/{id}").status, 204)
        self.assertEqual(self.ask("GET", f"/api/v2/triggers/{id}").status, 404)


class LimitsAndFaults(LiveAccountTest):
    exports = f"/api/v2/incremental/tickets/cursor?start_time={BEGIN}"

    def test_ten_exports_a_minute_together(self):
        self.order("clock", {"advance": 60 - self.server.account.clock.now() % 60})
        events = f"/api/v2/incremental/ticket_events?start_time={BEGIN}"
        answers = [self.ask("GET", path) for _ in range(5) for path in (self.exports, events)]
        self.assertEqual({answer.status for answer in answers}, {200})
        self.assertEqual(answers[-1].headers["zendesk-ratelimit-incremental-exports"].split(";")[1], " remaining=0")
        refused = self.ask("GET", self.exports)
        self.assertShape(refused, shapes.errors, 429)
        self.order("clock", {"advance": int(refused.headers["Retry-After"])})
        self.assertEqual(self.ask("GET", self.exports).status, 200)

    def test_families_of_limit_headers(self):
        answer = self.ask("GET", "/api/v2/groups")
        for name in ("x-rate-limit", "x-rate-limit-remaining", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "zendesk-ratelimit-account"):
            self.assertIn(name, answer.headers)
        names = {"x": "x-rate-limit", "ratelimit": "ratelimit-reset", "zendesk": "zendesk-ratelimit-incremental-exports", "spelled": "Zendesk-Rate-Limit-Tickets-Update"}
        for family, name in names.items():
            self.fault("429", "groups", headers=family, seconds=None)
            answer = self.ask("GET", "/api/v2/groups")
            self.assertEqual((answer.status, name in answer.headers, "Retry-After" in answer.headers), (429, True, False))

    def test_statuses(self):
        for kind, status in (("409", 409), ("503", 503), ("401", 401), ("403", 403), ("html", 502)):
            self.fault(kind, "groups")
            self.assertEqual(self.ask("GET", "/api/v2/groups").status, status)
        self.fault("redirect", "groups", to="http://elsewhere.invalid/")
        self.assertEqual(self.ask("GET", "/api/v2/groups").headers["Location"], "http://elsewhere.invalid/")

    def test_after_and_times(self):
        self.fault("503", "groups", after=1, times=2)
        self.assertEqual([self.ask("GET", "/api/v2/groups").status for _ in range(4)], [200, 503, 503, 200])

    def test_bodies(self):
        for kind in ("torn", "hang-up"):
            self.fault(kind, "groups")
            with self.assertRaises((http.client.HTTPException, OSError)):
                self.ask("GET", "/api/v2/groups")
        for kind in ("longer", "not-json", "invalid-json"):
            self.fault(kind, "groups")
            with self.assertRaises(ValueError):
                _ = self.ask("GET", "/api/v2/groups").json
        self.fault("huge", "groups", bytes=1 << 20)
        self.assertGreater(len(self.ask("GET", "/api/v2/groups").body), 1 << 20)
        self.fault("drip", "groups", seconds=0.001)
        self.assertEqual(self.ask("GET", "/api/v2/groups").json["count"], 1)
        self.fault("silent", "groups", seconds=0.01)
        with self.assertRaises((http.client.HTTPException, OSError)):
            self.ask("GET", "/api/v2/groups")

    def test_pages(self):
        self.fault("foreign-next", "incremental/tickets")
        self.assertTrue(self.ask("GET", self.exports).json["after_url"].startswith("http://elsewhere.invalid/"))
        cursor = quote(self.ask("GET", self.exports).json["after_cursor"])
        self.fault("repeated-cursor", "incremental/tickets")
        answer = self.ask("GET", f"/api/v2/incremental/tickets/cursor?cursor={cursor}").json
        self.assertEqual((quote(answer["after_cursor"]), answer["end_of_stream"]), (cursor, False))
        self.fault("repeated-cursor", "ticket_events")
        events = self.ask("GET", f"/api/v2/incremental/ticket_events?start_time={BEGIN}").json
        self.assertEqual((events["end_time"], events["end_of_stream"]), (BEGIN, False))

    def test_clocks_apart(self):
        self.fault("clock", "groups", seconds=600)
        answers = [self.ask("GET", "/api/v2/groups").headers["Date"] for _ in range(2)]
        self.assertNotEqual(answers[0][:22], answers[1][:22])

    def test_unknown_faults_are_refused(self):
        self.assertEqual(self.ask("POST", "/_test/fault", {"kind": "earthquake"}, token=None).status, 400)


if __name__ == "__main__":
    unittest.main()

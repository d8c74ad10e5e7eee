#!/usr/bin/env python3
"""A made-up live account on the loopback interface. For tests alone: it keeps everything in memory, has one client
whose secret stands in this folder, and takes orders from anybody who reaches its port.

    server.py [--tickets N] [--no-limits] [--page N] [--job-seconds S] [--trigger-seconds S] [--hostile] [--tied]
              [--cut-seconds]

takes a port from the system, prints `http://127.0.0.1:PORT`, and serves until its standard input ends. Beside the
service's own routes it has these, which need no token:

    POST /_test/fault      {"kind", "on": a pattern of "METHOD path?query", "after": N, "times": N, …}; see faults.py
    POST /_test/clear      no more faults, an empty list of requests
    POST /_test/clock      {"advance": seconds}
    POST /_test/say        {"ticket", "kind": user|agent|bot, "text"}: a message of a live session
    POST /_test/change     {"ticket", …}: an update of a ticket by the admin; with "scrub": true as after a deletion
    POST /_test/end        {"ticket", "user"}: somebody ends the session by hand
    POST /_test/join       {"user", "group"}: somebody comes into a group; /_test/leave: and leaves it
    POST /_test/jobs       {"foreign": N}: so many jobs of other tools are running
    GET  /_test/requests   what was asked, without any secret
"""

import argparse
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from account import Account
from clock import stamp
from faults import Faults
from limits import Limits
from routes import Refusal, Request, Routes, encoded, invalid_endpoint, query_of

LARGEST_REQUEST = 1 << 20
JSON = "application/json; charset=utf-8"


class LiveAccount(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, account, enforced=True, page=1000, cuts_seconds=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.account, self.routes, self.faults = account, Routes(account, page=page, cuts_seconds=cuts_seconds), Faults()
        self.limits = Limits(account.clock, enforced)
        self.requests = []

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        # Who hangs up in the middle is what many tests do.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "LiveAccount", ""

    def log_message(self, *words):
        pass

    def answer(self):
        parts = urlsplit(self.path)
        body = self.rfile.read(min(LARGEST_REQUEST, int(self.headers.get("Content-Length") or 0)))
        try:
            given = json.loads(body) if body else {}
        except ValueError:
            return self.send(400, {"error": {"title": "Bad request", "message": "The body is no JSON."}})
        if parts.path.startswith("/_test/"):
            return self.order(parts.path, given)
        self.server.requests.append({
            "method": self.command, "target": self.path, "authorized": "Authorization" in self.headers, "body": scrubbed(given),
            "host": self.headers.get("Host"),
        })
        fault = self.server.faults.next(f"{self.command} {self.path}")
        with self.server.account.lock:
            status, found, headers = self.found(parts, given, fault)
        self.deliver(status, found, headers, fault)

    do_GET = do_PUT = do_POST = do_DELETE = answer

    def found(self, parts, given, fault):
        """(status, body, headers), with the faults that stand in the answer's meaning."""
        routes, account = self.server.routes, self.server.account
        account.settle()
        limits = []
        try:
            if fault:
                refuse_by(fault, routes, account)
            if (self.command, parts.path) == ("POST", "/oauth/tokens"):
                return (*routes.new_token(given), [])
            route = routes.find(self.command, parts.path)
            if route is None:
                raise invalid_endpoint()
            handler, words, scope, bucket = route
            token = routes.token(self.headers.get("Authorization"))
            if handler == routes.me and (token is None or (fault and fault.kind == "anonymous")):
                return 200, routes.anonymous(), []
            has_room, limits, resets = self.server.limits.take(bucket)
            if not has_room:
                raise Refusal(429, {"error": "APIRateLimitExceeded", "description": "Number of allowed API requests exceeded"}, [("Retry-After", str(resets))])
            request = Request(self.command, parts.path, query_of(parts.query), given, token, self.server.base)
            routes.admit(request, scope)
            if fault and fault.kind.startswith("job-") and handler == routes.update_many:
                status, body = handler(request, fault.kind.removeprefix("job-"))
            else:
                status, body = handler(request, *words)
            if fault:
                body = changed_by(fault, body, request)
            return status, body, limits
        except Refusal as refusal:
            return refusal.status, refusal.body, limits + refusal.headers

    # Answers.

    def send(self, status, body, headers=(), content_type=JSON):
        self.deliver(status, body, headers, None, content_type)

    def deliver(self, status, body, headers, fault, content_type=JSON):
        kind = fault.kind if fault else ""
        data = body if isinstance(body, bytes) else encoded(body)
        if kind == "hang-up":
            return self.end()
        if kind == "silent":
            time.sleep(fault.get("seconds", 60))
            return self.end()
        if kind == "html":
            content_type = "text/html; charset=utf-8"
        if kind == "not-json":
            data = b"Service is being maintained\n"
        if kind == "invalid-json":
            data = data[: len(data) // 2] + b"\x00}}" + data[len(data) // 2 :]
        if kind == "huge":
            data = b'{"tickets":[' + b" " * fault.get("bytes", 64 << 20) + b"]}"
        said = len(data) // 2 if kind == "longer" else len(data)
        self.send_response_only(status)
        self.send_header("Date", self.date(fault))
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(said))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if kind == "torn":
            self.wfile.write(data[: len(data) // 2])
            return self.end()
        if kind == "drip":
            for place in range(len(data)):
                self.wfile.write(data[place : place + 1])
                self.wfile.flush()
                time.sleep(fault.get("seconds", 1))
            return None
        self.wfile.write(data)
        if kind == "longer":
            self.end()
        return None

    def end(self):
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(2)

    def date(self, fault):
        ahead = fault.get("seconds", 600) if fault and fault.kind == "clock" else 0
        return self.date_time_string(self.server.account.clock.now() + ahead)

    # Orders.

    def order(self, path, given):
        account = self.server.account
        with account.lock:
            try:
                if path == "/_test/fault":
                    self.server.faults.order(given)
                elif path == "/_test/clear":
                    self.server.faults.clear()
                    self.server.requests.clear()
                elif path == "/_test/clock":
                    account.clock.advance(given["advance"])
                elif path == "/_test/say":
                    account.say(given["ticket"], given["kind"], given["text"])
                elif path == "/_test/change":
                    if given.get("scrub"):
                        account.scrub(given["ticket"])
                    else:
                        account.change(given["ticket"], 1, given)
                elif path == "/_test/end":
                    account.end(given["ticket"], given["user"])
                elif path in ("/_test/join", "/_test/leave"):
                    (account.join if path == "/_test/join" else account.leave)(given["user"], given["group"])
                elif path == "/_test/jobs":
                    account.set_foreign_jobs(given["foreign"])
                elif path == "/_test/requests":
                    return self.send(200, self.server.requests)
                else:
                    return self.send(404, {"error": "no such order"})
            except (KeyError, TypeError, ValueError) as error:
                return self.send(400, {"error": repr(error)})
        return self.send(200, {"now": stamp(account.clock.now())})


def refuse_by(fault, routes, account):
    """Faults that come instead of an answer."""
    kind = fault.kind
    if kind == "429":
        families = {
            "x": [("x-rate-limit", "700"), ("x-rate-limit-remaining", "0")],
            "ratelimit": [("ratelimit-limit", "700"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "7")],
            "zendesk": [("zendesk-ratelimit-incremental-exports", "total=10; remaining=0; resets=7")],
            "spelled": [("Zendesk-Rate-Limit-Tickets-Update", "total=100; remaining=0; resets=7"), ("Rate-Limit-Remaining", "0")],
            "none": [],
        }
        headers = families[fault.get("headers", "x")]
        seconds = fault.get("seconds", 1)
        if seconds is not None:
            headers = headers + [("Retry-After", str(seconds))]
        raise Refusal(429, {"error": "APIRateLimitExceeded", "description": "Number of allowed API requests exceeded"}, headers)
    if kind == "too-many-jobs":
        raise routes.too_many_jobs(fault.get("status", 429))
    if kind == "409":
        raise Refusal(409, {"error": "DatabaseConflict", "description": "Database collision"})
    if kind == "503":
        raise Refusal(503, {"error": "ServiceUnavailable", "description": "Try again"}, [("Retry-After", str(fault.get("seconds", 1)))])
    if kind == "html":
        page = b"<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body>\x1b[2J</body></html>\n"
        raise Refusal(fault.get("status", 502), page)
    if kind == "404":
        raise Refusal(404, {"error": "RecordNotFound", "description": "Not found"})
    if kind == "401":
        raise Refusal(401, {"error": "Couldn't authenticate you"})
    if kind == "403":
        raise Refusal(403, {"error": {"title": "Forbidden", "message": "You do not have access to this page."}})
    if kind == "redirect":
        raise Refusal(302, None, [("Location", fault["to"])])


def changed_by(fault, body, request):
    """Faults that stand in the answer's text."""
    if fault.kind == "foreign-next":
        elsewhere = "http://elsewhere.invalid" + request.path
        for name in ("after_url", "next_page"):
            if name in body:
                body = dict(body, **{name: elsewhere})
        if "links" in body:
            body = dict(body, links=dict(body["links"], next=elsewhere))
    if fault.kind == "repeated-cursor":
        if "after_cursor" in body:
            body = dict(body, after_cursor=request.one("cursor") or body["after_cursor"], end_of_stream=False)
        elif "end_time" in body:
            body = dict(body, end_time=request.integer("start_time"), end_of_stream=False)
    return body


def scrubbed(body):
    """What was sent without what must not be kept."""
    return {name: "…" if "secret" in name else value for name, value in body.items()} if isinstance(body, dict) else body


def main():
    parser = argparse.ArgumentParser(description="a made-up live account, for tests alone")
    parser.add_argument("--tickets", type=int, default=20)
    parser.add_argument("--page", type=int, default=1000)
    parser.add_argument("--no-limits", action="store_true")
    parser.add_argument("--job-seconds", type=float, default=0.0)
    parser.add_argument("--trigger-seconds", type=float, default=0.0)
    parser.add_argument("--hostile", action="store_true", help="names with control characters")
    parser.add_argument("--tied", action="store_true", help="all tickets changed in the same second")
    parser.add_argument("--cut-seconds", action="store_true", help="a page of events ends in the middle of a second that it can't hold")
    given = parser.parse_args()
    account = Account(given.tickets, given.job_seconds, given.trigger_seconds, given.hostile, given.tied)
    server = LiveAccount(account, enforced=not given.no_limits, page=given.page, cuts_seconds=given.cut_seconds)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.base, flush=True)
    # It ends with whoever started it, however that ends.
    while sys.stdin.read(1 << 16):
        pass
    server.shutdown()


if __name__ == "__main__":
    main()

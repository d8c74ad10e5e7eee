"""Faults on demand: each is asked for with a pattern of requests, how many it passes over and how many it hits."""

import re
import threading

KINDS = {
    "429": "429 with Retry-After; `headers` picks one family of limit headers: x, ratelimit, zendesk, spelled, none",
    "too-many-jobs": "the body TooManyJobs, with the HTTP status `status`",
    "409": "409, as contention gives it", "503": "503 with Retry-After",
    "html": "an HTML page with the status `status` (502)",
    "404": "404, as the API gives it where nothing of that name is there", "401": "401 in the middle: the token has expired", "403": "403, as a wrong scope gives it",
    "anonymous": "200 with the user that nobody is", "torn": "a body cut off in the middle",
    "longer": "more bytes than Content-Length says", "huge": "a body of `bytes` (64 MiB)",
    "drip": "a byte at a time, `seconds` apart", "silent": "no answer for `seconds`", "hang-up": "the connection ends before the answer",
    "redirect": "302 to `to`", "foreign-next": "the next page is said to be on another host",
    "repeated-cursor": "the next page is this one again", "not-json": "200 with a text that is no JSON",
    "invalid-json": "200 with JSON that stops making sense", "job-failed": "the job that is made fails",
    "job-killed": "the job that is made is killed", "job-partial": "every third row of the job that is made fails",
    "clock": "the Date header is `seconds` off",
}


class Fault:
    def __init__(self, order):
        unknown = set(order) - {"kind", "on", "after", "times", "headers", "status", "seconds", "bytes", "to"}
        if order.get("kind") not in KINDS or unknown:
            raise ValueError(f"no such fault: {order}")
        self.order = order
        self.kind = order["kind"]
        self.pattern = re.compile(order.get("on", ""))
        self.passes = order.get("after", 0)
        self.left = order.get("times", 1)
        self.hits = 0

    def __getitem__(self, name):
        return self.order[name]

    def get(self, name, default):
        return self.order.get(name, default)


class Faults:
    def __init__(self):
        self._lock = threading.Lock()
        self._faults = []

    def order(self, order):
        fault = Fault(order)
        with self._lock:
            self._faults.append(fault)

    def clear(self):
        with self._lock:
            self._faults = []

    def next(self, request):
        """The fault that hits `METHOD path?query`, or None. One request has at most one."""
        with self._lock:
            for fault in self._faults:
                if fault.left <= 0 or not fault.pattern.search(request):
                    continue
                if fault.passes > 0:
                    fault.passes -= 1
                    continue
                fault.left -= 1
                fault.hits += 1
                return fault
        return None

"""How many requests a minute the account takes, and how it says so."""

import math
import threading

OFF = 10**9


class Limits:
    """Buckets of a minute. All three families of headers tell of the bucket that a request counts in."""

    PER_MINUTE = {
        "account": 700, "incremental-exports": 10, "incremental-users": 20, "conversation-log": 100, "tickets-update": 100,
    }

    def __init__(self, clock, enforced=True):
        self.clock = clock
        self.enforced = enforced
        self._lock = threading.Lock()
        self._used = {}

    def take(self, bucket):
        """(whether there was room, the headers that say what is left, the seconds until the minute is over)."""
        now = self.clock.now()
        minute = int(now // 60)
        resets = max(1, math.ceil((minute + 1) * 60 - now))
        with self._lock:
            if self._used.get("minute") != minute:
                self._used = {"minute": minute}
            total = self.PER_MINUTE[bucket]
            used = self._used.get(bucket, 0) + 1
            self._used[bucket] = used
        has_room = used <= total or not self.enforced
        left = max(0, total - used) if self.enforced else total
        return has_room, self.headers(bucket, total, left, resets), resets

    @staticmethod
    def headers(bucket, total, left, resets):
        return [
            ("x-rate-limit", str(total)), ("x-rate-limit-remaining", str(left)),
            ("ratelimit-limit", str(total)), ("ratelimit-remaining", str(left)), ("ratelimit-reset", str(resets)),
            (f"zendesk-ratelimit-{bucket}", f"total={total}; remaining={left}; resets={resets}"),
        ]

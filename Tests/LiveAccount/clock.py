"""The account's clock: the machine's, moved on by whoever tests."""

import threading
import time
from datetime import datetime, timezone


class Clock:
    """Seconds since 1970. Tests move it on instead of waiting for what takes a day."""

    def __init__(self):
        self._ahead = 0.0
        self._lock = threading.Lock()

    def now(self):
        with self._lock:
            return time.time() + self._ahead

    def advance(self, seconds):
        with self._lock:
            self._ahead += seconds


def stamp(moment):
    """RFC 3339 in UTC, as the API writes moments; None stays None."""
    if moment is None:
        return None
    return datetime.fromtimestamp(int(moment), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

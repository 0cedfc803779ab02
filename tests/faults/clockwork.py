"""`python -m tests.faults.clockwork`: the application on a computer whose clock is an hour ahead.

SIGUSR1 puts the clock right, which sets it back by an hour.
"""

import datetime as dt
import signal
import sys
import time

from training.adapters import clock
from training.serving import serve

AHEAD_SECONDS = 3600
_ahead = [AHEAD_SECONDS]
_time, _time_ns, _now = time.time, time.time_ns, clock.now


def _put_right(*_signal: object) -> None:
    _ahead[0] = 0


if __name__ == "__main__":
    time.time = lambda: _time() + _ahead[0]
    time.time_ns = lambda: _time_ns() + _ahead[0] * 10**9
    clock.now = lambda: _now() + dt.timedelta(seconds=_ahead[0])
    signal.signal(signal.SIGUSR1, _put_right)
    sys.exit(serve())

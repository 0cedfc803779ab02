"""`python -m training.operations.rehearsal.crowd`: plays the phones in a process of its own.

The first line of its input is an order; it writes lines of what it tells, the last one with the
figures. It ends when its input does, so it never outlives whoever started it.
"""

import asyncio
import os
import sys
import threading

import msgspec

from training.adapters.server import raise_open_files_limit
from training.operations.rehearsal.orders import NotThere, Order, Told, require_this_machine
from training.operations.rehearsal.workshop import play


def main() -> int:
    """The exit code: 0, or 1 after a line that says what is wrong."""
    written = sys.stdin.buffer.readline()
    try:
        order = msgspec.json.decode(written, type=Order)
        require_this_machine(order.address)
    except (msgspec.DecodeError, NotThere) as fault:
        _tell(Told(fault=str(fault)))
        return 1
    threading.Thread(target=_wait_for_the_end, daemon=True).start()
    raise_open_files_limit()
    told = asyncio.run(play(order, _tell))
    _tell(told)
    return 1 if told.fault else 0


def _tell(told: Told) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    sys.stdout.buffer.flush()


def _wait_for_the_end() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())

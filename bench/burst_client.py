"""`python -m bench.burst_client`: opens a connection for each phone, then lets all send.

Where they begin one after the other, each connects a second before: the server lets go of those
that are silent for long.

Reads a JSON object from its input: `port`; `seconds`, over which the phones begin one after the
other (0: all at one instant); and `phones`, for each the requests that it sends one after the
other, as they travel. Writes for each phone its `ms` from its beginning to the last answer and its
`errors`: answers of 400 and above, and connections that broke.
"""

import asyncio
import json
import re
import sys
import time

AHEAD_SECONDS = 1.0
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


async def main() -> None:
    """From the order to the report."""
    order = json.load(sys.stdin)
    go: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    pause = order["seconds"] / len(order["phones"])
    port, ready = order["port"], asyncio.Semaphore(0)
    waiting = [
        asyncio.create_task(
            _phone(port, [each.encode() for each in sent], ready, go, number * pause)
        )
        for number, sent in enumerate(order["phones"])
    ]
    for _ in waiting:
        await ready.acquire()
    began = time.perf_counter()
    go.set_result(began)
    told = await asyncio.gather(*waiting)
    report = [
        {"ms": (ended - began - number * pause) * 1000, "errors": errors}
        for number, (ended, errors) in enumerate(told)
    ]
    json.dump(report, sys.stdout)


async def _phone(
    port: int,
    requests: list[bytes],
    ready: asyncio.Semaphore,
    go: asyncio.Future[float],
    delay: float,
) -> tuple[float, int]:
    line, errors = None, 0
    if delay <= AHEAD_SECONDS:
        line = await asyncio.open_connection("127.0.0.1", port)
    ready.release()
    moment = await go + delay
    if line is None:
        await asyncio.sleep(moment - AHEAD_SECONDS - time.perf_counter())
        line = await asyncio.open_connection("127.0.0.1", port)
    if delay:
        await asyncio.sleep(moment - time.perf_counter())
    reader, writer = line
    for request in requests:
        try:
            writer.write(request)
            errors += await _status(reader) >= 400
        except (OSError, asyncio.IncompleteReadError):
            errors += 1
            break
    ended = time.perf_counter()
    writer.close()
    return ended, errors


async def _status(reader: asyncio.StreamReader) -> int:
    """The status of one answer, whose body is read to its end."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    if length is None:
        raise OSError("an answer without a length")
    await reader.readexactly(int(length[1]))
    return int(head.split(b" ", 2)[1])


if __name__ == "__main__":
    asyncio.run(main())

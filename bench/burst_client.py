"""`python -m bench.burst_client`: opens a connection for each phone, then lets all send.

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
from typing import Any

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


async def main() -> None:
    """From the order to the report."""
    order = json.load(sys.stdin)
    go = asyncio.Event()
    lines = [await asyncio.open_connection("127.0.0.1", order["port"]) for _ in order["phones"]]
    pause = order["seconds"] / len(lines)
    waiting = [
        asyncio.create_task(_phone(line, [each.encode() for each in sent], go, number * pause))
        for number, (line, sent) in enumerate(zip(lines, order["phones"], strict=True))
    ]
    await asyncio.sleep(0)
    began = time.perf_counter()
    go.set()
    told = await asyncio.gather(*waiting)
    report = [
        {"ms": (ended - began - number * pause) * 1000, "errors": errors}
        for number, (ended, errors) in enumerate(told)
    ]
    json.dump(report, sys.stdout)


async def _phone(
    line: Any, requests: list[bytes], go: asyncio.Event, delay: float
) -> tuple[float, int]:
    reader, writer = line
    errors = 0
    await go.wait()
    if delay:
        await asyncio.sleep(delay)
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

"""What Python and the C library do with memory, set for a process that serves a room for a day.

Memory that was used for a moment goes back to the system; only glibc needs to be told. A password
check needs 19 MiB, a PDF more. glibc keeps such blocks for the thread that freed them, so four
threads hold on to all of it. With a fixed threshold large blocks are mapped one by one and given
back when they are freed: mallopt(3). What is smaller is given back by hand: malloc_trim(3).
"""

import contextlib
import ctypes
import gc

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
LARGE_BYTES = 1024 * 1024
YOUNG_OBJECTS = 20_000
"""So many new ones, as ten or twenty requests make, before Python looks for garbage among them."""
ARENAS = 2


def give_back_large_blocks() -> None:
    """Sets this process so, once and for all; best before it starts threads."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)
        libc.mallopt(_M_ARENA_MAX, ARENAS)


def give_back_scraps() -> None:
    """Gives the system what lies free between what is used; about a millisecond.

    A long job that sets page after page leaves such scraps behind each: in a third of the processes
    glibc then grew by 0.3 MB a certificate, none of it in use.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def keep_what_is_loaded() -> None:
    """Takes what is there now for what stays, so that Python's collector looks at it no more.

    Libraries, tables and routes are 150,000 objects. To look through them for garbage stops every
    request for 50 to 100 ms, and a room that sends at once sets that off. Reading packs and making
    tables leaves 7 MB of scraps, which go back first.
    """
    give_back_scraps()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)

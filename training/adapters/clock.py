"""The only place that asks what time it is."""

import datetime as dt


def now() -> dt.datetime:
    """The present moment in UTC."""
    return dt.datetime.now(dt.UTC)

"""What all applications of a test run have in common, made once for all of them.

Every test has an application and a database of its own. Without this, most of the time of a short
test goes into writing the code behind two hundred addresses, the code behind templates and the text
of statements, all of which was written for the test before.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import URL, Dialect, Engine, event
from werkzeug.routing import Rule

from training.adapters import database, sqlite_file
from training.web.transaction import Application

MOST_STATEMENTS = 5000
"""More than there are."""


class _Templates(BytecodeCache):
    """The code of templates by their name and the checksum of their text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


def _remembering(compile_rule: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """The same, done once for each address; another rule for it gets what the first one found."""
    kept: dict[tuple[object, ...], Rule] = {}

    def compile_once(rule: Rule) -> None:
        if rule.defaults or rule.host or rule.subdomain:
            compile_rule(rule)
            return
        address = (rule.rule, rule.merge_slashes, rule.strict_slashes)
        if address not in kept:
            compile_rule(rule)
            kept[address] = rule
            return
        first = kept[address]
        rule._parts, rule._trace, rule._converters = first._parts, first._trace, first._converters
        rule.arguments = set(first.arguments)
        for name in ("_build", "_build_unknown"):
            setattr(rule, name, getattr(first, name).__func__.__get__(rule))

    return compile_once


def _sharing(create: Callable[..., Engine]) -> Callable[..., Engine]:
    """The same, of engines that share their dialect, and with it every statement's text.

    A dialect is shared from its first connection on, when it knows its database.
    """
    shared: dict[type[Dialect], tuple[Dialect, Any]] = {}

    def create_engine(url: str | URL, **options: Any) -> Engine:
        engine = create(url, query_cache_size=MOST_STATEMENTS, **options)
        name = type(engine.dialect)
        if name in shared:
            engine.dialect, engine._compiled_cache = shared[name]
        else:
            known = (engine.dialect, engine._compiled_cache)
            event.listen(engine, "connect", lambda *_: shared.setdefault(name, known))
        return engine

    return create_engine


def remember() -> None:
    """To be called once, before the first application is made."""
    for module in (database, sqlite_file):
        module.create_engine = _sharing(module.create_engine)  # type: ignore[attr-defined] # theirs
    Application.jinja_options = {**Application.jinja_options, "bytecode_cache": _Templates()}
    Rule.compile = _remembering(Rule.compile)  # type: ignore[assignment, method-assign] # theirs

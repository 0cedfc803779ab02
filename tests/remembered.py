"""What all applications of a test run have in common, made once for all of them.

Every test has an application of its own. Without this, half the time of a short test goes into
writing the code behind two hundred addresses, and behind templates, that was written for the test
before.
"""

from collections.abc import Callable
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from training.web.transaction import Application


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


def remember() -> None:
    """To be called once, before the first application is made."""
    Application.jinja_options = {**Application.jinja_options, "bytecode_cache": _Templates()}
    Rule.compile = _remembering(Rule.compile)  # type: ignore[assignment, method-assign] # theirs

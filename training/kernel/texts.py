"""Words for people, not yet in a language: an English msgid and what fills its blanks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A translatable sentence. `plural` and `count` are set where the number decides the words."""

    msgid: str
    params: tuple[tuple[str, object], ...] = ()
    plural: str = ""
    count: int = 0

    def __str__(self) -> str:
        chosen = self.plural if self.plural and self.count != 1 else self.msgid
        return chosen % dict(self.params) if self.params else chosen


def say(msgid: str, /, **params: object) -> Text:
    """A sentence with named blanks: `say("Closed at %(time)s.", time="10:15")`."""
    return Text(msgid, tuple(params.items()))


def say_n(singular: str, plural: str, count: int, /, **params: object) -> Text:
    """A sentence whose words depend on a number, which fills the blank `%(count)s`."""
    return Text(singular, (("count", count), *params.items()), plural, count)


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Marks a plain string for the catalogue; it is translated where it is shown."""
    return msgid

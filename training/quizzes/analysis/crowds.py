"""No figure about fewer than five people, and none from which one could be worked out.

Every formula of this package takes a `Crowd`, and a crowd of fewer cannot be made. Whoever asks
about fewer gets `TooFew`: how many there are, and nothing else.

The rest counts too. Where 12 people are shown together and 9 of them apart, the other 3 are a
subtraction away. So of the parts of a whole those are hidden that have fewer than five, and with
them the next smallest until the hidden ones together are nobody or at least five (secondary cell
suppression as in Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

LEAST = 5

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class TooFew:
    """What is said of a group that is too small for a figure."""

    n: int
    needed: int = LEAST
    """How many people the figure needs. A group may be larger and still be hidden, so that another
    one cannot be worked out from it."""


@dataclass(frozen=True, slots=True)
class Crowd(Generic[T]):
    """At least five of something, one for each person. Raises ValueError for fewer."""

    members: tuple[T, ...]

    def __post_init__(self) -> None:
        if len(self.members) < LEAST:
            raise ValueError(f"{len(self.members)} are no crowd")

    def __len__(self) -> int:
        return len(self.members)


def gathered(members: Sequence[T]) -> Crowd[T] | TooFew:
    """The crowd that they are, if they are enough."""
    return Crowd(tuple(members)) if len(members) >= LEAST else TooFew(len(members))


def shown(sizes: Mapping[K, int]) -> frozenset[K]:
    """The parts of a whole that can be shown beside it. The sizes alone decide, and the order."""
    hidden = {key for key, size in sizes.items() if size < LEAST}
    others = sorted((key for key in sizes if key not in hidden), key=sizes.__getitem__)
    while others and 0 < sum(sizes[key] for key in hidden) < LEAST:
        hidden.add(others.pop(0))
    return frozenset(sizes) - hidden


def parted(parts: Mapping[K, Sequence[T]]) -> dict[K, Crowd[T] | TooFew]:
    """Each part of a whole that is shown as well: a crowd, or hidden as `shown` has it."""
    visible = shown({key: len(members) for key, members in parts.items()})
    return {
        key: Crowd(tuple(members)) if key in visible else TooFew(len(members))
        for key, members in parts.items()
    }

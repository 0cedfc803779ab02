"""Passwords that a guesser tries first: runs, repeats, and words that lie near at hand.

There is no rule about kinds of letters. The list of words is short, since a password has ten signs
or more: what is common and as long as that is mostly put together from shorter pieces.
"""

import re
import string

WORDS = (
    "r2p", "training", "trainer", "trainee", "workshop", "responsibility", "protect",
    "protection", "certificate", "attendance", "cambodia", "kampuchea", "phnompenh", "khmer",
    "angkor", "angkorwat", "apr2p", "cicp", "password", "passw0rd", "pass", "word", "admin",
    "administrator", "user", "login", "root", "test", "welcome", "letmein", "changeme",
    "secret", "default", "computer", "internet", "iloveyou", "love", "you", "baby", "princess",
    "sunshine", "football", "baseball", "basketball", "superman", "spiderman", "batman",
    "starwars", "pokemon", "michael", "jennifer", "jordan", "dragon", "monkey", "master",
    "hello", "qwerty", "azerty", "asdf", "zxcv", "abc", "the", "my", "is", "me", "in", "to",
    "of",
)  # fmt: skip
"""First this product, its subject and its places, then what people take everywhere."""
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8i9",
)
_LEAST_RUN = 4
_BETWEEN = string.punctuation + string.whitespace


def _squeezed(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign not in _BETWEEN)


def is_easy(password: str, *own: str) -> bool:
    """Whether nothing is left of the password without what lies near at hand.

    `own` are the owner's names. Runs along the alphabet or the keyboard, either way round, up to
    four digits at the end, repeats of a short piece, and the words above all count for nothing;
    what is left must have four signs or more.
    """
    rest = _squeezed(password)
    if re.fullmatch(r"(.{1,4})\1+.{0,3}", rest):
        return True
    near = sorted({_squeezed(word) for word in (*WORDS, *own)} - {""}, key=len, reverse=True)
    for word in near:
        rest = rest.replace(word, " ") if len(word) > 2 or rest == word else rest
    for run in _RUNS:
        for way in (run, run[::-1]):
            rest = _without_runs(rest, way)
    rest = re.sub(r"\d{1,4}$", "", "".join(rest.split()))
    return len(rest) < 4


def _without_runs(rest: str, run: str) -> str:
    for length in range(len(run), _LEAST_RUN - 1, -1):
        for start in range(len(run) - length + 1):
            rest = rest.replace(run[start : start + length], " ")
    return rest

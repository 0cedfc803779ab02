"""The pages of the room, by subject; each file puts its own on the blueprint."""

from training.certificates import (
    certificate_views,
    check_views,
    design_views,
    issue_views,
    letter_views,
    own_views,
    paper_views,
    register_views,
    status_views,
)
from training.certificates.blueprint import blueprint

__all__ = [
    "blueprint",
    "certificate_views",
    "check_views",
    "design_views",
    "issue_views",
    "letter_views",
    "own_views",
    "paper_views",
    "register_views",
    "status_views",
]

"""The pages of the room, by subject; each file puts its own on the blueprint."""

from training.certificates import check_views, issue_views, own_views, paper_views
from training.certificates.blueprint import blueprint

__all__ = ["blueprint", "check_views", "issue_views", "own_views", "paper_views"]

"""The pages of the room, by subject; each file puts its own on the blueprint."""

from training.certificates import (
    certificate_views,
    check_views,
    design_views,
    exchange_views,
    file_check_views,
    issue_views,
    key_views,
    letter_views,
    name_desk_views,
    name_views,
    number_list_views,
    offline_views,
    own_views,
    paper_views,
    register_views,
    share_views,
    status_views,
)
from training.certificates.blueprint import blueprint

__all__ = [
    "blueprint",
    "certificate_views",
    "check_views",
    "design_views",
    "exchange_views",
    "file_check_views",
    "issue_views",
    "key_views",
    "letter_views",
    "name_desk_views",
    "name_views",
    "number_list_views",
    "offline_views",
    "own_views",
    "paper_views",
    "register_views",
    "share_views",
    "status_views",
]

"""The pages of the room, by subject; each file puts its own on the blueprint."""

from training.certificates import (
    certificate_views,
    issue_views,
    key_views,
    own_views,
    register_views,
)
from training.certificates.blueprint import blueprint
from training.certificates.checking import file_views as file_check_views
from training.certificates.checking import number_list_views, offline_views, status_views
from training.certificates.checking import views as check_views
from training.certificates.delivery import letter_views, paper_views, share_views
from training.certificates.designs import views as design_views
from training.certificates.exchange import views as exchange_views
from training.certificates.names import desk_views as name_desk_views
from training.certificates.names import views as name_views

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

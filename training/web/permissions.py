"""Who may do what with the pages that belong to no room."""

from training.kernel.access import EVERYBODY, Permission

CHANGE_LANGUAGE = Permission("web.change_language", EVERYBODY)
CHECK_HEALTH = Permission("web.check_health", EVERYBODY)
FETCH_FONT = Permission("web.fetch_font", EVERYBODY)

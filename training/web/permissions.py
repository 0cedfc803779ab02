"""Who may do what with the pages that belong to no room."""

from training.kernel.access import EVERYBODY, Permission

CHANGE_LANGUAGE = Permission("web.change_language", EVERYBODY)
CHECK_HEALTH = Permission("web.check_health", EVERYBODY)
CHECK_READINESS = Permission("web.check_readiness", EVERYBODY)
FETCH_FONT = Permission("web.fetch_font", EVERYBODY)
READ_METRICS = Permission("web.read_metrics", EVERYBODY)
"""Machines have no role: the view itself looks at where they come from and what they bring."""

"""Who may do what with accounts."""

from training.kernel.access import ADMINISTRATORS, ANY_STAFF, EVERYBODY, Permission

SIGN_IN = Permission("people.sign_in", EVERYBODY)
SIGN_OUT = Permission("people.sign_out", ANY_STAFF)
START = Permission("people.start", EVERYBODY)
MANAGE_STAFF = Permission("people.manage_staff", ADMINISTRATORS)

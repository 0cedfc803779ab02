"""Who may do what with certificates."""

from training.kernel.access import ADMINISTRATORS, EVERYBODY, STAFF_OF_COURSE, TRAINEES, Permission

REVIEW = Permission("certificates.review", STAFF_OF_COURSE)
ISSUE = Permission("certificates.issue", STAFF_OF_COURSE)
PRINT = Permission("certificates.print", STAFF_OF_COURSE)
SEND = Permission("certificates.send", STAFF_OF_COURSE)
OWN = Permission("certificates.own", TRAINEES)
NAMES = Permission("certificates.names", STAFF_OF_COURSE)
SHARED = Permission("certificates.shared", EVERYBODY)
VERIFY = Permission("certificates.verify", EVERYBODY)
REGISTER = Permission("certificates.register", ADMINISTRATORS)
CHANGE = Permission("certificates.change", ADMINISTRATORS)
EXCEPT = Permission("certificates.except", ADMINISTRATORS)
KEYS = Permission("certificates.keys", ADMINISTRATORS)
ISSUER = Permission("certificates.issuer", EVERYBODY)
EXCHANGE = Permission("certificates.exchange", ADMINISTRATORS)
DESIGN = Permission("certificates.design", ADMINISTRATORS)

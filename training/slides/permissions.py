"""Who may see slides. Notes belong to PRESENT alone."""

from training.kernel.access import IN_COURSE, STAFF_OF_COURSE, Permission

PRESENT = Permission("slides.present", STAFF_OF_COURSE)
READ = Permission("slides.read", IN_COURSE)

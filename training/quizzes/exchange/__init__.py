"""Files of questions: GIFT, Moodle XML, Aiken, CSV and XLSX, read and written.

Everything here is pure: bytes in, questions and refusals out. `formats` is the way in.
"""

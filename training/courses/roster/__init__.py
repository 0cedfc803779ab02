"""Lists of participants as organisers write them: bytes in, people and refusals out. Pure."""

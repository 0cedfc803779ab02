"""How certificates reach people: a file, a link, an e-mail, one ZIP of a whole course."""

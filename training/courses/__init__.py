"""Planning a course, its agenda, joining it, and the seats of those who joined."""

"""The world outside: settings, database, clock, typesetting, server."""

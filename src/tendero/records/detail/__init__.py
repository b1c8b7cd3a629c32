"""A record's own page, its side panel, and its fields changed in place."""

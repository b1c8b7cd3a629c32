"""Changing many records at once: the rows meant, a preview of what changes, the work in pieces, its undo."""

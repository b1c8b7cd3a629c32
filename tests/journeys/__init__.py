"""A person's path through the real program, in Chromium."""

"""The hand-made screens of the directory."""

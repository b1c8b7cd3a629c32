"""Performance, measured side by side in one run on one machine. See README.md."""

"""The list: what the address asks for, its columns and cells, its page and the figures that come after the rows."""

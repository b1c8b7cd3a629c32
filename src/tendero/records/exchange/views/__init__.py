"""The import screens: file, columns, result."""

"""What changes rights and people."""

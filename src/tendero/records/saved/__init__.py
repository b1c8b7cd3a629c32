"""Saved views: kept from the list, arranged in one dialog."""

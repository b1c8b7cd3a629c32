"""Screens about rights and people."""

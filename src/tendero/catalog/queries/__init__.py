"""Reads of the catalog that span rooms: what customers ask for."""

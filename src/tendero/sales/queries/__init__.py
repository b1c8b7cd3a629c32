"""Reads of sales that span rooms: what a contact has bought, how much of a product was sold."""

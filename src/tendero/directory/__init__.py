"""The directory: everyone the company deals with, and what it remembers about them.

Owns people and organisations (``Party``), how to reach them, what they are to the company (roles), how they relate,
what they like and need, what they allow (consent), and the one rule that says "this one is already here".
"""

"""Kernel: what every room stands on.

Money, references, the clock, text, events, actions and change sets, the one writer and its journal, jobs, search,
files and outgoing connections. It knows no other room.
"""

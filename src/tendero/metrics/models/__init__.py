"""How customers buy, one row each."""

from tendero.metrics.models.rhythm import PartyRhythm, State

__all__ = ["PartyRhythm", "State"]

"""Sums that are kept."""

from tendero.insight.models.tally import Axis, Tally

__all__ = ["Axis", "Tally"]

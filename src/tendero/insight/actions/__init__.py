"""Keeping the sums in step with the sales."""

from tendero.insight.actions.keeping import keep_in_step
from tendero.insight.actions.rebuilding import rebuild, roll

__all__ = ["keep_in_step", "rebuild", "roll"]

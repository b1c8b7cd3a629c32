"""Computing what purchases say."""

from tendero.metrics.actions.rhythms import recompute, recompute_all, turn_the_day

__all__ = ["recompute", "recompute_all", "turn_the_day"]

"""Opportunities, the stages they go through, and why some are lost."""

from tendero.pipeline.models.opportunity import Opportunity, StageChange, Status
from tendero.pipeline.models.stage import LossReason, Stage

__all__ = ["LossReason", "Opportunity", "Stage", "StageChange", "Status"]

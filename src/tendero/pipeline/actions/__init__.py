"""The verbs of the pipeline."""

from tendero.pipeline.actions.closing import lose, reopen, win
from tendero.pipeline.actions.deals import create_opportunity, update_opportunity
from tendero.pipeline.actions.lists import (
    add_reason,
    add_stage,
    change_stage,
    remove_reason,
    remove_stage,
    rename_reason,
    reorder_stages,
)
from tendero.pipeline.actions.moving import move

__all__ = [
    "add_reason",
    "add_stage",
    "change_stage",
    "create_opportunity",
    "lose",
    "move",
    "remove_reason",
    "remove_stage",
    "rename_reason",
    "reopen",
    "reorder_stages",
    "update_opportunity",
    "win",
]

"""The verbs of the pipeline."""

from tendero.pipeline.actions.closing import lose, reopen, win
from tendero.pipeline.actions.deals import create_opportunity, update_opportunity
from tendero.pipeline.actions.moving import move

__all__ = ["create_opportunity", "lose", "move", "reopen", "update_opportunity", "win"]

"""People who sign in, and the teams they form."""

from tendero.identity.models.team import Team
from tendero.identity.models.user import User

__all__ = ["Team", "User"]

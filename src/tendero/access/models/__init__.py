"""Profiles and what they may do, invitations, tokens, open sessions."""

from .doors import ApiToken, Invitation, OpenSession
from .profile import FieldRule, Grant, Profile

__all__ = ["ApiToken", "FieldRule", "Grant", "Invitation", "OpenSession", "Profile"]

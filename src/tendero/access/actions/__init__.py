"""What changes rights and people: audited like everything else, never revertible."""

from tendero.access.actions.company import store_company
from tendero.access.actions.copies import after_restore, hold_mail, keep_copies, make_copy, resume_mail, take_copy
from tendero.access.actions.matrix import copy_profile, remove_profile, rename_profile, set_rights
from tendero.access.actions.people import (
    accept_invitation,
    add_person,
    ask_reset,
    change_account,
    deactivate,
    invite,
    reactivate,
    send_reset,
    update_person,
    withdraw_invitation,
)
from tendero.access.actions.teams import add_team, rename_team
from tendero.access.actions.tokens import create_token, end_session, revoke_token

__all__ = [
    "accept_invitation",
    "add_person",
    "add_team",
    "after_restore",
    "ask_reset",
    "change_account",
    "copy_profile",
    "create_token",
    "deactivate",
    "end_session",
    "hold_mail",
    "invite",
    "keep_copies",
    "make_copy",
    "reactivate",
    "remove_profile",
    "rename_profile",
    "rename_team",
    "resume_mail",
    "revoke_token",
    "send_reset",
    "set_rights",
    "store_company",
    "take_copy",
    "update_person",
    "withdraw_invitation",
]

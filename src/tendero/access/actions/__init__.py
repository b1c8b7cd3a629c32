"""What changes rights and people: audited like everything else, never revertible."""

from tendero.access.actions.company import remove_logo, set_logo, set_up_company, store_company
from tendero.access.actions.copies import after_restore, hold_mail, keep_copies, make_copy, resume_mail, take_copy
from tendero.access.actions.first_run import begin, first_run_is_open, offer_first_run
from tendero.access.actions.first_week import close_first_week, reopen_first_week
from tendero.access.actions.inviting import change_invitation, invite_team, renew_invitation
from tendero.access.actions.matrix import copy_profile, remove_profile, rename_profile, set_rights
from tendero.access.actions.people import (
    accept_invitation,
    add_person,
    ask_reset,
    change_account,
    deactivate,
    invite,
    reactivate,
    remove_second_factor,
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
    "begin",
    "change_account",
    "change_invitation",
    "close_first_week",
    "copy_profile",
    "create_token",
    "deactivate",
    "end_session",
    "first_run_is_open",
    "hold_mail",
    "invite",
    "invite_team",
    "keep_copies",
    "make_copy",
    "offer_first_run",
    "reactivate",
    "remove_logo",
    "remove_profile",
    "remove_second_factor",
    "rename_profile",
    "rename_team",
    "renew_invitation",
    "reopen_first_week",
    "resume_mail",
    "revoke_token",
    "send_reset",
    "set_logo",
    "set_rights",
    "set_up_company",
    "store_company",
    "take_copy",
    "update_person",
    "withdraw_invitation",
]

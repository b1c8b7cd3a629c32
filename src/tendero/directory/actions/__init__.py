"""The verbs of the directory: the only writers of its rows."""

from tendero.directory.actions.binning import bin_parties, restore_parties
from tendero.directory.actions.consents import annul_consent, record_consent
from tendero.directory.actions.contacts import add_contact_person
from tendero.directory.actions.merging import merge_parties
from tendero.directory.actions.observations import drop_observation, note_observation
from tendero.directory.actions.owners import assign_owner, assign_owners, set_responsible
from tendero.directory.actions.parties import create_party, set_most_valued, update_party
from tendero.directory.actions.photos import set_photo
from tendero.directory.actions.relationships import relate, unrelate
from tendero.directory.actions.roles import end_role, end_roles, give_role, give_roles
from tendero.directory.actions.tags import add_tag, add_tags, remove_tag, remove_tags, tag_named

__all__ = [
    "add_contact_person",
    "add_tag",
    "add_tags",
    "annul_consent",
    "assign_owner",
    "assign_owners",
    "bin_parties",
    "create_party",
    "drop_observation",
    "end_role",
    "end_roles",
    "give_role",
    "give_roles",
    "merge_parties",
    "note_observation",
    "record_consent",
    "relate",
    "remove_tag",
    "remove_tags",
    "restore_parties",
    "set_most_valued",
    "set_photo",
    "set_responsible",
    "tag_named",
    "unrelate",
    "update_party",
]

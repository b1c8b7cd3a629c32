"""Everyone the company deals with, and what it remembers about them."""

from tendero.directory.models.consent import CHANNELS, PURPOSES, ConsentEntry
from tendero.directory.models.lists import RelationshipType, RoleType, Source, Tag
from tendero.directory.models.memory import Observation, PartyRole, PartyTag, Relationship, Responsible
from tendero.directory.models.party import MostValued, Party, PartyKind
from tendero.directory.models.reach import PartyAddress, PartyCard, PartyEmail, PartyPhone, PartyProfile, PartyReference
from tendero.directory.models.uniqueness import PartyKey

__all__ = [
    "CHANNELS",
    "PURPOSES",
    "ConsentEntry",
    "MostValued",
    "Observation",
    "Party",
    "PartyAddress",
    "PartyCard",
    "PartyEmail",
    "PartyKey",
    "PartyKind",
    "PartyPhone",
    "PartyProfile",
    "PartyReference",
    "PartyRole",
    "PartyTag",
    "Relationship",
    "RelationshipType",
    "Responsible",
    "RoleType",
    "Source",
    "Tag",
]

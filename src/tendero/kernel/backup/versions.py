"""Which version of the tables there is: that of the program, of the database, or of a copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps as installed
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from tendero.kernel.backup.format import TooNew


def of_program() -> dict[str, str]:
    """The last migration of each room that this program has."""
    return dict(MigrationLoader(None).graph.leaf_nodes())


def of_database() -> dict[str, str]:
    """The last one of each that the database has; TooNew when it has some that this program does not know."""
    loader = MigrationLoader(connection)
    rooms = {room for room, _name in loader.graph.nodes}
    applied = {node for node in loader.applied_migrations if node[0] in rooms}
    if unknown := sorted(applied - set(loader.graph.nodes)):
        raise TooNew(_("a later version of Tendero wrote this database (%s)") % ".".join(unknown[0]))
    return dict(node for node in applied if not _followers(loader, node) & applied)


def models_of(migrations: Mapping[str, str]) -> Any:
    """The models as they were at those migrations; KeyError for one that this program does not have."""
    if dict(migrations) == of_program():
        return installed
    loader, nodes = MigrationLoader(None), sorted(migrations.items())
    for node in nodes:
        if node not in loader.graph.nodes:
            raise KeyError(node)
    return loader.project_state(nodes).apps


def _followers(loader: MigrationLoader, node: tuple[str, str]) -> set[tuple[str, str]]:
    """Those of the same room that come right after it."""
    return {child.key for child in loader.graph.node_map[node].children if child.key[0] == node[0]}

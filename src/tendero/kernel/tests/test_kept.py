"""The company's name is kept by every process, and nobody ever reads an old one."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tendero.kernel import kept
from tendero.kernel.kept import Kept
from tendero.kernel.models import Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Kept[str]:
    """The copy of another process: it learns of a change by the stamps alone."""
    return Kept("settings", lambda: str(Setting.objects.get(name="company.name").value))


def test_the_other_process_reads_the_new_name(other: Kept[str]) -> None:
    Setting.store("company.name", "Menaje Montoro")
    assert other() == "Menaje Montoro"
    Setting.store("company.name", "Menaje Montoro e Hijos")
    assert other() == "Menaje Montoro e Hijos"


def test_a_fresh_copy_costs_one_query_for_everything(other: Kept[str]) -> None:
    Setting.store("company.name", "Menaje Montoro")
    other(), Setting.read("company.city")
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        kept.held(),
    ):
        other(), other(), Setting.read("company.city")
    assert [query["sql"].count("kernel_stamp") > 0 for query in asked] == [True]


def test_what_was_rolled_back_is_not_remembered(other: Kept[str]) -> None:
    Setting.store("company.name", "Menaje Montoro")
    with transaction.atomic():
        Setting.store("company.name", "Bazar Montoro")
        assert other() == "Bazar Montoro"
        transaction.set_rollback(True)
    assert other() == "Menaje Montoro"
    Setting.store("company.name", "Montoro, S. L.")
    assert other() == "Montoro, S. L."


def test_within_a_request_a_change_is_seen_at_once() -> None:
    with kept.held():
        Setting.store("company.city", "Zaragoza")
        assert Setting.read("company.city") == "Zaragoza"
        Setting.store("company.city", "Huesca")
        assert Setting.read("company.city") == "Huesca"

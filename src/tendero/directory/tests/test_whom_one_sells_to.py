"""A shop that sells to people alone is asked nothing about companies, on any surface; what it knows of them is kept."""

from __future__ import annotations

import pytest
from tests.world import World

from tendero.directory import actions
from tendero.directory.models import Party, RelationshipType
from tendero.directory.records import OF_COMPANIES
from tendero.kernel import changes, journal, permissions
from tendero.kernel.models import Setting
from tendero.records import filters, registry
from tendero.records.exchange import importers
from tendero.records.filters import FilterError

NAMES = {"kind", "legal_name", "works_at", "with_whom"}


@pytest.fixture
def only_people(world: World) -> None:
    Setting.store("company.sells_to", "people")


@pytest.fixture
def bar(world: World):
    """A company and somebody who works there, from before."""
    company = world.company("Bar Jamón", owner="ana", legal_name="Jamón y Queso SL")
    works = RelationshipType.objects.get(code="works_at")
    person = world.person("Rosa", "Lafuente", owner="ana")
    actions.relate(person, other=company, type=works, by=world.system)
    return company, person


def test_the_list_of_what_goes_is_the_records_own():
    assert NAMES == OF_COMPANIES


SURFACES = {
    "list": ("/parties/?layout=table", "Con quién"),
    "columns": ("/parties/columns", "Con quién"),
    "filter": ("/parties/filter", "Trabaja en"),
    "new": ("/parties/new", "Razón social"),
    "quick": ("/parties/new?quick=1", "Con quién tratas"),
}
"""Where each is met, and words that it says of companies."""


@pytest.mark.parametrize("surface", SURFACES)
def test_no_surface_asks_or_tells_of_companies(surface, world, bar):
    address, words = SURFACES[surface]
    client = world.client("ana")
    page = client.get(address).content.decode()
    assert words in page
    Setting.store("company.sells_to", "people")
    page = client.get(address).content.decode()
    assert words not in page
    assert [name for name in NAMES if f'name="{name}"' in page] == []


def test_it_goes_from_everything_that_is_derived(world, only_people):
    record, ana = registry.get(Party.record_key), world.actor("ana")
    assert not NAMES & set(record.fields_for(ana))
    assert not NAMES & set(record.writable_for(ana))
    for name in ("works_at", "legal_name"):
        with pytest.raises(FilterError):
            filters.read(record, {"field": name, "op": "not_empty"}, ana)
    importer = importers.of(Party.record_key)
    offered = {target.key for target in importer.targets(ana)}
    assert not {"company", "job_title", "kind", "is_company", "legal_name"} & offered
    client = world.client("ana")
    assert "Empresas" not in client.get("/parties/?layout=table").content.decode()


def test_the_api_stays_whole(world, only_people):
    record = registry.get(Party.record_key)
    assert set(record.fields_for(world.actor("ana", "api"))) >= NAMES


def test_a_new_contact_is_a_person_and_is_asked_no_name_of_a_company(world, only_people):
    client = world.client("ana")
    page = client.get("/parties/new").content.decode()
    assert 'name="first_name"' in page
    shown = page.partition('name="name"')[0].rpartition('<div class="t-field')[2]
    assert "hidden" in shown
    client.post("/parties/new", {"first_name": "Pilar", "last_name": "Sanz", "_field": ["first_name", "last_name"]})
    assert Party.objects.get(first_name="Pilar").kind == "person"


def test_what_is_known_is_kept_comes_back_and_can_be_undone(world, bar):
    company, person = bar
    with changes.change_set("test", by=world.actor("ana")) as opened:
        actions.update_party(company, values={"legal_name": "Otra SL"}, by=world.actor("ana"))
    Setting.store("company.sells_to", "people")
    assert "Bar Jamón" not in world.client("ana").get(f"/parties/{person.ref}/").content.decode()
    report = journal.revert(opened.saved(), by=world.actor("ana"))
    assert not report.kept
    Setting.store("company.sells_to", "both")
    person.refresh_from_db()
    company.refresh_from_db()
    assert person.works_at == company
    assert company.legal_name == "Jamón y Queso SL"
    assert "Bar Jamón" in world.client("ana").get(f"/parties/{person.ref}/").content.decode()


def test_who_sells_to_companies_begins_with_one(world):
    Setting.store("company.sells_to", "companies")
    page = world.client("ana").get("/parties/new?quick=1").content.decode()
    assert 'value="organisation"' in page
    chosen = page.partition('value="organisation"')[2].partition(">")[0]
    assert "checked" in chosen


def test_secrets_are_another_matter(world, only_people):
    assert permissions.secret_fields(world.actor("ana"), Party.record_key) == frozenset()

"""Two contacts that are one, made one, and made two again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory import actions
from tendero.directory.models import (
    ConsentEntry,
    Party,
    PartyEmail,
    PartyKey,
    PartyProfile,
    Relationship,
    RelationshipType,
)
from tendero.directory.queries import duplicates_of, merging
from tendero.directory.rules.merging import giver
from tendero.kernel import changes, journal, write
from tendero.kernel.models import ChangeSet
from tendero.kernel.models.base import AppendOnly
from tendero.kernel.permissions import Missing, Refused


def rosa(world: World, by: str = "ana", **values: Any) -> Party:
    party: Party = actions.create_party(
        by=world.actor(by), values={"kind": "person", "first_name": "Rosa", "owner": world.user(by), **values}
    )
    return party


def last() -> ChangeSet:
    return ChangeSet.objects.latest("id")


def emails(party: Party) -> list[str]:
    return [row.address for row in PartyEmail.objects.filter(party=party)]


def pair(world: World, by: str = "ana") -> tuple[Party, Party]:
    """The two Rosas of `docs/rules/merge.md`."""
    kept = rosa(world, by, email="rosa@bar.example")
    both = [{"address": "ROSA@bar.example"}, {"address": "gil@bar.example"}]
    return kept, rosa(world, by, last_name="Gil", tax_id="12345678Z", emails=both)


def test_of_two_rosas_one_stays_with_what_the_other_knew(world: World) -> None:
    ana = world.actor("ana")
    kept, other = pair(world)
    actions.merge_parties(kept, others=[other], by=ana)
    other.refresh_from_db()
    assert (kept.name, kept.tax_id) == ("Rosa", "12345678Z")
    assert emails(kept) == ["rosa@bar.example", "gil@bar.example"]
    assert emails(other) == ["ROSA@bar.example"]
    assert other.binned_at is not None
    assert other.merged_into == kept


def test_what_was_chosen_stays(world: World) -> None:
    kept, other = pair(world)
    choices: list[Any] = [{"field": "name", "party": other}, {"field": "tax_id", "party": kept}]
    actions.merge_parties(kept, others=[other], choices=choices, by=world.actor("ana"))
    assert (kept.name, kept.first_name, kept.tax_id) == ("Rosa Gil", "Rosa", "")


def test_whose_main_email_leads_is_chosen_and_none_is_lost(world: World) -> None:
    kept = rosa(world, email="uno@bar.example")
    other = rosa(world, email="dos@bar.example", website="https://dos.example")
    write_site = {"website": "https://uno.example"}
    actions.update_party(kept, by=world.actor("ana"), values=write_site)
    choices: list[Any] = [{"field": "email", "party": other}]
    actions.merge_parties(kept, others=[other], choices=choices, by=world.actor("ana"))
    assert emails(kept) == ["dos@bar.example", "uno@bar.example"]
    kept.refresh_from_db()
    assert kept.email == "dos@bar.example"
    assert [row.address for row in PartyProfile.objects.filter(party=kept)] == ["https://dos.example"]


def test_the_rule_of_whose_value_stays() -> None:
    assert giver(1, {1: False, 2: False}) == 1
    assert giver(1, {1: True, 2: True, 3: False}) == 3
    assert giver(1, {1: True, 2: True}) == 1
    assert giver(1, {1: False, 2: True}, chosen=2) == 2


def test_a_person_and_a_company_are_not_one_unless_somebody_says_which(world: World) -> None:
    ana, kept, bar = world.actor("ana"), rosa(world), world.company("Bar Rosa")
    with pytest.raises(ValidationError) as refused:
        actions.merge_parties(kept, others=[bar], by=ana)
    assert set(refused.value.message_dict) == {"kind"}
    choices: list[Any] = [{"field": "kind", "party": bar}, {"field": "name", "party": bar}]
    actions.merge_parties(kept, others=[bar], choices=choices, by=ana)
    assert (kept.kind, kept.name, kept.first_name) == ("organisation", "Bar Rosa", "")


def test_nobody_is_merged_with_himself(world: World) -> None:
    kept = rosa(world)
    with pytest.raises(ValidationError):
        actions.merge_parties(kept, others=[kept], by=world.actor("ana"))


def test_related_to_each_other_they_are_no_longer_related_at_all(world: World) -> None:
    ana, (kept, other), third = world.actor("ana"), pair(world), rosa(world, last_name="Puy")
    kind = RelationshipType.objects.all()[0]
    for a, b in ((kept, other), (third, kept), (third, other)):
        actions.relate(a, other=b, type=kind, by=ana)
    before = list(Relationship.objects.order_by("pk").values_list("pk", "party", "other"))
    actions.merge_parties(kept, others=[other], by=ana)
    assert list(Relationship.objects.values_list("party", "other")) == [(third.pk, kept.pk)]
    journal.revert(last(), by=ana)
    assert list(Relationship.objects.order_by("pk").values_list("pk", "party", "other")) == before


def test_a_movement_of_the_ledger_changes_hands_and_nothing_else(world: World) -> None:
    ana, (kept, other) = world.actor("ana"), pair(world)
    entry = actions.record_consent(other, decision="objected", by=ana)
    actions.merge_parties(kept, others=[other], by=ana)
    kept.refresh_from_db()
    assert kept.consent_email == "objected"
    assert ConsentEntry.objects.get(pk=entry.pk).party == kept
    with pytest.raises(AppendOnly), changes.change_set("test.ledger", by=ana):
        write.change_rows(ConsentEntry, {entry.pk: {"party_id": other.pk, "proof": "otra"}})


def test_the_kept_one_is_found_by_what_the_other_was_called(world: World) -> None:
    ana = world.actor("ana")
    kept = world.company("Pepe SL")
    other = actions.create_party(by=ana, values={"kind": "organisation", "name": "Bar Pepe", "city": "Huesca"})
    actions.merge_parties(kept, others=[other], by=ana)
    assert not PartyKey.objects.filter(party=other).exists()
    found = duplicates_of({"kind": "organisation", "name": "Bar Pepe", "city": "Huesca"}, ana)
    assert [one.party for one in found] == [kept]


def test_beto_merges_his_own_and_not_those_of_another_team(world: World) -> None:
    beto = world.actor("beto")
    mine, twin = pair(world, "beto")
    theirs = rosa(world, "nuria")
    with pytest.raises(Refused):
        actions.merge_parties(mine, others=[theirs], by=beto)
    with pytest.raises(Refused):
        actions.merge_parties(mine, others=[twin], by=world.actor("sara"))
    actions.merge_parties(mine, others=[twin], by=beto)
    assert journal.revert(last(), by=world.actor("sara")).kept != []
    twin.refresh_from_db()
    assert twin.merged_into == mine
    assert journal.revert(last_merge(), by=beto).kept == []


def test_whoever_may_merge_and_no_longer_change_takes_nothing_back(world: World) -> None:
    beto = world.actor("beto")
    mine, twin = pair(world, "beto")
    actions.merge_parties(mine, others=[twin], by=beto)
    profile = Profile.objects.get(code="comercial")
    set_rights(profile, scopes={(Party.record_key, "change"): "none"}, fields={}, by=world.actor("ivan"))
    assert journal.revert(last_merge(), by=beto).kept != []
    assert Party.everything.get(pk=twin.pk).merged_into == mine
    set_rights(profile, scopes={(Party.record_key, "change"): "own"}, fields={}, by=world.actor("ivan"))
    assert journal.revert(last_merge(), by=beto).kept == []


def last_merge() -> ChangeSet:
    return ChangeSet.objects.filter(action="directory.merge_parties").latest("id")


def test_a_field_that_beto_may_not_know_of_is_neither_shown_nor_chosen_and_goes_back(world: World) -> None:
    mine, twin = pair(world, "beto")
    profile = Profile.objects.get(code="comercial")
    set_rights(profile, scopes={}, fields={(Party.record_key, "tax_id"): "hidden"}, by=world.actor("ivan"))
    beto = world.actor("beto")
    compared = merging.compare([mine.ref, twin.ref], beto)
    assert "tax_id" not in {line.key for line in compared.lines}
    assert "12345678Z" not in str(compared)
    choices: list[Any] = [{"field": "tax_id", "party": mine}]
    with pytest.raises(Refused):
        actions.merge_parties(mine, others=[twin], choices=choices, by=beto)
    actions.merge_parties(mine, others=[twin], by=beto)
    assert Party.objects.get(pk=mine.pk).tax_id == "12345678Z"
    assert journal.revert(last_merge(), by=beto).kept == []
    assert Party.objects.get(pk=mine.pk).tax_id == ""


def test_the_later_merge_is_taken_back_first(world: World) -> None:
    """B into A, A into C: who was B is C today, and is not drawn out of A, which is no more."""
    ana, (a, b), c = world.actor("ana"), pair(world), rosa(world, last_name="Puy")
    actions.merge_parties(a, others=[b], by=ana)
    first = last_merge()
    actions.merge_parties(c, others=[a], by=ana)
    b.refresh_from_db()
    assert b.merged_into == c
    report = journal.revert(first, by=ana)
    assert {kept.record_id for kept in report.kept} == {b.pk}
    assert report.reverted == set()
    journal.revert(last_merge(), by=ana)
    assert journal.revert(first, by=ana).kept == []
    assert Party.objects.filter(pk__in=[a.pk, b.pk, c.pk]).count() == 3


def test_the_old_address_leads_to_the_kept_one_and_the_bin_does_not_show_the_other(world: World) -> None:
    ana, (kept, other), client = world.actor("ana"), pair(world), world.client("ana")
    actions.merge_parties(kept, others=[other], by=ana)
    assert client.get(f"/parties/{other.ref}/").headers["Location"] == f"/parties/{kept.ref}/"
    assert client.get(f"/parties/{other.ref}/history").status_code == 200
    assert "Rosa Gil" not in client.get("/parties/bin").content.decode()
    client.post("/parties/bin/restore", {"one": other.ref})
    with pytest.raises(Missing):
        actions.restore_parties([other], by=ana)
    assert Party.everything.get(pk=other.pk).binned_at is not None
    assert "Rosa Gil" in client.get(f"/parties/{kept.ref}/").content.decode()


def test_the_screen_makes_them_one_and_the_card_two(world: World) -> None:
    (kept, other), client = pair(world), world.client("ana")
    page = client.get("/parties/merge", {"ref": [kept.ref, other.ref], "kept": kept.ref}).content.decode()
    assert "rosa@bar.example" in page
    sent = {"ref": [kept.ref, other.ref], "kept": kept.ref, "keep_name": other.ref}
    assert client.post("/parties/merge", sent).status_code == 302
    assert Party.objects.get(pk=kept.pk).name == "Rosa Gil"
    client.post(f"/parties/{kept.ref}/unmerge", {"merged": other.ref})
    assert Party.objects.get(pk=kept.pk).name == "Rosa"
    assert Party.objects.get(pk=other.pk).merged_into is None


def test_the_history_tells_it_without_numbers(world: World) -> None:
    ana, (kept, other), client = world.actor("ana"), pair(world), world.client("ana")
    actions.merge_parties(kept, others=[other], by=ana)
    page = client.get(f"/parties/{kept.ref}/history", headers={"HX-Request": "true"}).content.decode()
    assert "gil@bar.example" in page
    assert f"/undo/{last_merge().ref}" in page
    assert f"<del>{other.pk}</del>" not in page


def opened(world: World, kept: Party, other: Party, who: str = "ana") -> tuple[Any, dict[str, Any]]:
    """The merge page somebody opened, and what its button sends."""
    screen = world.client(who)
    page = screen.get(f"/parties/merge?ref={kept.ref}&ref={other.ref}&kept={kept.ref}")
    return screen, {"ref": [kept.ref, other.ref], "kept": kept.ref, "seen": page.context["compared"].seen}


def test_what_was_changed_after_the_page_was_opened_is_shown_before_it_is_merged(world: World) -> None:
    kept, other = pair(world)
    screen, sent = opened(world, kept, other)
    actions.update_party(other, values={"tax_id": "87654321X"}, by=world.actor("marta"))
    page = screen.post("/parties/merge", sent)
    assert page.status_code == 409
    assert "Rosa Gil" in page.context["problems"][0]
    fresh = [(line.key, cell.party) for line in page.context["compared"].lines for cell in line.cells if cell.fresh]
    assert fresh == [("tax_id", other)]
    other.refresh_from_db()
    assert other.merged_into is None
    sent["seen"] = page.context["compared"].seen
    assert screen.post("/parties/merge", sent).status_code == 302
    assert Party.objects.get(pk=kept.pk).tax_id == "87654321X"


def test_a_part_that_the_page_does_not_show_counts_as_changed_too(world: World) -> None:
    kept, other = pair(world)
    screen, sent = opened(world, kept, other)
    actions.update_party(kept, values={"phones": [{"number": "600111222"}]}, by=world.actor("ana"))
    assert screen.post("/parties/merge", sent).status_code == 409
    assert screen.post("/parties/merge", {**sent, "seen": "nonsense"}).status_code == 302


def test_a_program_says_at_which_version_it_read_them(world: World) -> None:
    kept, other = pair(world)
    seen: list[Any] = [{"party": other, "version": other.version}]
    actions.update_party(other, values={"tax_id": "87654321X"}, by=world.actor("ana"))
    with pytest.raises(write.Conflict):
        actions.merge_parties(kept, others=[other], seen=seen, by=world.actor("ana"))
    assert Party.objects.filter(pk=other.pk).exists()


def test_only_the_merge_that_the_card_shows_is_taken_back(world: World) -> None:
    ana = world.actor("ana")
    kept, other = pair(world)
    actions.merge_parties(kept, others=[other], by=ana)
    first = last()
    assert f'"done": "{first.ref}"' in world.client("ana").get(f"/parties/{kept.ref}/").content.decode()
    journal.revert(first, by=ana)
    actions.merge_parties(kept, others=[Party.objects.get(pk=other.pk)], by=ana)
    address = f"/parties/{kept.ref}/unmerge"
    screen, asked = world.client("ana"), {"merged": other.ref, "done": first.ref}
    assert "HX-Trigger" in screen.post(address, asked, headers={"HX-Request": "true"})
    other.refresh_from_db()
    assert other.merged_into == kept
    screen.post(address, asked | {"done": last().ref}, headers={"HX-Request": "true"})
    other.refresh_from_db()
    assert other.merged_into is None

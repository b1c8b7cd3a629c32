"""Files of contacts become contacts: whole, once, undone when asked."""

from __future__ import annotations

import pytest
from tests import imports

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory.actions.importing import PartySession
from tendero.directory.models import ConsentEntry, Party, PartyKey, Relationship
from tendero.kernel import changes, search, write
from tendero.records.models import ImportRow

DIRTY = """email,first_name,last_name,phone,company,city,language
ana.perez@example.com,ANA MARÍA,pérez,+57 (300) 123-4567,Acme Legal,Bogotá,Español
  LAURA.GOMEZ@Example.com ,laura,gómez,3109876543,,Medellín,es
carlos.rojas@example.com,Carlos,Rojas,,Rojas & Asociados,Cali,spanish
correo-invalido,Mal,Formato,,,,
ana.perez@example.com,,,,,Bogotá D.C.,
"""


def living() -> list[str]:
    return sorted(Party.objects.values_list("name", flat=True))


def test_dirty_names_phones_and_languages_are_put_in_order(world):
    counts = imports.bring(DIRTY, by=world.actor("ana"))

    assert counts == {"created": 4, "repeated": 1}
    ana = Party.objects.get(email="ana.perez@example.com")
    assert (ana.first_name, ana.last_name, ana.language) == ("Ana María", "Pérez", "es")
    assert (ana.phone, ana.city, ana.country) == ("+573001234567", "Bogotá", "CO")
    assert Relationship.objects.get(party=ana).other.name == "Acme Legal"
    assert Party.objects.get(name="Acme Legal").main_contact == ana
    assert "correo-invalido" in ImportRow.objects.get(number=5).reason


def test_what_is_foreseen_is_what_happens(world):
    foreseen = imports.foresee(DIRTY, by=world.actor("ana"))
    assert not Party.objects.exists()

    assert imports.bring(DIRTY, by=world.actor("ana")) == foreseen


def test_importing_again_changes_nothing(world):
    imports.bring(DIRTY, by=world.actor("ana"))
    before = list(Party.everything.order_by("pk").values())

    counts = imports.bring(DIRTY, by=world.actor("ana"))

    assert counts == {"unchanged": 4, "repeated": 1}
    assert list(Party.everything.order_by("pk").values()) == before


def test_new_contacts_are_found_and_known_by_their_keys_as_any_other(world):
    imports.bring(DIRTY, by=world.actor("ana"))
    ana = Party.objects.get(email="ana.perez@example.com")
    kept = set(PartyKey.objects.filter(party=ana).values_list("mark", flat=True))
    columns = Party.objects.filter(pk=ana.pk).values().get()
    found = [hit.record_id for hit in search.find("perez acme ana", keys=["directory.Party"], limit=5)]

    with changes.change_set("test", by=world.system):
        write.touch([ana])

    assert set(PartyKey.objects.filter(party=ana).values_list("mark", flat=True)) == kept
    after = Party.objects.filter(pk=ana.pk).values().get()
    assert {k: v for k, v in after.items() if k not in ("version", "changed")} == {
        k: v for k, v in columns.items() if k not in ("version", "changed")
    }
    assert found == [hit.record_id for hit in search.find("perez acme ana", keys=["directory.Party"], limit=5)]


def test_new_contacts_are_found_by_part_of_their_telephone(world):
    imports.bring(DIRTY, by=world.actor("ana"))

    found = [hit.title for hit in search.find("987 65 43", keys=["directory.Party"], limit=5)]

    assert found == ["Laura Gómez"]


@pytest.mark.parametrize(
    ("policy", "phone", "language", "count"),
    [
        ("fill", "+34655702138", "es", "updated"),
        ("update", "+34655702138", "en", "updated"),
        ("skip", "", "es", "skipped"),
    ],
)
def test_a_match_is_treated_as_told(world, policy, phone, language, count):
    imports.bring("email,nombre,apellidos,idioma\nr@example.com,Rosa,Ferrer,es\n", by=world.actor("ana"))
    file = "email,nombre,apellidos,idioma,telefono\nr@example.com,Rosa,Ferrer,en,655702138\n"

    assert imports.bring(file, by=world.actor("ana"), policy=policy) == {count: 1}

    rosa = Party.objects.get()
    assert (rosa.phone, rosa.language) == (phone, language)


def test_added_again_when_told_so(world):
    file = "email,nombre\nr@example.com,Rosa\n"
    imports.bring(file, by=world.actor("ana"))

    assert imports.bring(file, by=world.actor("ana"), policy="add") == {"created": 1}
    assert Party.objects.count() == 2


@pytest.mark.parametrize(("binned", "alive"), [("restore", 1), ("skip", 0), ("add", 1)])
def test_the_bin_is_looked_into(world, binned, alive):
    file = "email,nombre,apellidos\nr@example.com,Rosa,Ferrer\n"
    imports.bring(file, by=world.actor("ana"))
    with changes.change_set("test", by=world.system):
        write.to_bin([Party.objects.get()])

    imports.bring(file, by=world.actor("ana"), binned=binned)

    assert Party.objects.count() == alive
    assert Party.everything.count() == (2 if binned == "add" else 1)


def test_what_lies_outside_ones_reach_is_neither_shown_nor_touched(world):
    nuria, beto = world.user("nuria"), world.actor("beto")
    sales = Profile.objects.get(code="comercial")
    set_rights(sales, by=world.actor("ana"), scopes={("directory.Party", "import"): "all"}, fields={})
    imports.bring("email,nombre,comercial\nluis@example.com,Luis Ferrer,nuria\n", by=world.actor("ana"))
    luis = Party.objects.get()
    assert luis.owner == nuria
    sees = Party.objects.visible_to(beto).filter(pk=luis.pk).exists()
    may = Party.objects.visible_to(beto, "change").filter(pk=luis.pk).exists()
    assert not may

    counts = imports.bring("email,nombre,telefono\nluis@example.com,Luis Ferrer,655702138\n", by=beto)

    assert counts == {"skipped": 1}
    luis.refresh_from_db()
    assert luis.phone == ""
    row = ImportRow.objects.latest("pk")
    assert (row.record_id == luis.pk) is sees


def test_two_people_behind_one_switchboard_stay_two(world):
    file = "nombre,telefono,nif\nBar Torrero,976331208,B50231877\nRosa Ferrer,976331208,17204556G\n"

    assert imports.bring(file, by=world.actor("ana")) == {"created": 2}


def test_a_no_is_an_objection_and_a_yes_rests_on_what_is_stated(world):
    file = "email,nombre,publi\na@example.com,Ana Gil,S\nb@example.com,Bea Gil,N\n"
    imports.bring(file, by=world.actor("ana"), basis="consent", proof="Hoja de la feria")
    imports.bring(file, by=world.actor("ana"), basis="consent", proof="Hoja de la feria")

    told = set(ConsentEntry.objects.values_list("party__first_name", "channel", "decision", "basis", "proof"))
    assert told == {
        ("Ana", "email", "given", "consent", "Hoja de la feria"),
        ("Bea", "email", "objected", "none", ""),
    }
    assert ConsentEntry.objects.count() == 2


def test_tags_owner_and_source_for_the_new_ones(world):
    beto = world.user("beto")
    file = 'nombre,apellidos,ciudad,etiquetas\nRosa,Ferrer,Huesca,"bar, club"\n'
    imports.bring(file, by=world.actor("ana"), owner="beto", tags=["feria"], source="Feria de Zaragoza")

    rosa = Party.objects.get()
    assert rosa.owner == beto
    assert rosa.source is not None
    assert rosa.source.name == "Feria de Zaragoza"
    assert sorted(rosa.tags.values_list("tag__name", flat=True)) == ["bar", "club", "feria"]


def test_undoing_takes_back_creations_and_updates_and_names_what_stayed(world):
    ana = world.actor("ana")
    imports.bring("email,nombre,apellidos,idioma\nr@example.com,Rosa,Ferrer,es\n", by=ana)
    file = (
        "email,nombre,apellidos,idioma,telefono\nr@example.com,Rosa,Ferrer,en,655702138\n"
        "l@example.com,Luis,Gil,es,\nm@example.com,Mar,Gil,es,\n"
    )
    batch = imports.begin(file, by=ana, policy="update")
    assert imports.run(batch, by=ana) == {"created": 2, "updated": 1}
    with changes.change_set("test", by=world.system):
        write.change(Party.objects.get(first_name="Luis"), last_name="Gilabert")

    imports.revert(batch, by=ana)

    assert living() == ["Luis Gilabert", "Rosa Ferrer"]
    rosa = Party.objects.get(first_name="Rosa")
    assert (rosa.language, rosa.phone) == ("es", "")
    assert [item["title"] for item in batch.revert_report["kept"]] == ["Luis Gilabert"]

    imports.revert(batch, by=ana)

    assert living() == ["Luis Gilabert", "Mar Gil", "Rosa Ferrer"]
    rosa.refresh_from_db()
    assert (rosa.language, rosa.phone) == ("en", "+34655702138")


def test_a_row_that_the_database_refuses_does_not_stop_the_others(world, monkeypatch):
    original = PartySession.write

    def refusing(self, prepared, memory):
        if any(draft.name == "Malo" for draft in prepared):
            raise ValueError("no")
        return original(self, prepared, memory)

    monkeypatch.setattr("tendero.directory.actions.importing.session.PartySession.write", refusing)
    file = "email,nombre\na@example.com,Ana\nx@example.com,Malo\nb@example.com,Bea\n"

    assert imports.bring(file, by=world.actor("ana")) == {"created": 2, "failed": 1}
    assert ImportRow.objects.get(outcome="failed").number == 3


def test_somebody_without_a_name_is_called_by_his_address_and_nobody_is_left_out(world):
    file = "nombre,email,ciudad\n,solo@example.com,\n,,Zaragoza\n"

    assert imports.bring(file, by=world.actor("ana")) == {"created": 1, "skipped": 1}
    assert living() == ["solo@example.com"]


@pytest.mark.parametrize("kinds", [["tax_id"], ["email"]])
def test_only_the_chosen_keys_make_a_match(world, kinds):
    imports.bring("nombre,nif,email\nRosa Ferrer,17204556G,r@example.com\n", by=world.actor("ana"))

    counts = imports.bring("nombre,nif\nRosa Ferrer,17204556G\n", by=world.actor("ana"), match=kinds)

    assert counts == ({"unchanged": 1} if kinds == ["tax_id"] else {"created": 1})

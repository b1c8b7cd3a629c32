"""A column of notes becomes entries of the historial, once."""

from __future__ import annotations

from tests import imports

from tendero.activities.models import Activity
from tendero.directory.models import Party


def test_notes_of_a_file_stand_in_the_historial_once(world):
    file = "email,nombre,obs\na@example.com,Ana Gil,Llamar tardes\nb@example.com,Bea Gil,\n"

    assert imports.bring(file, by=world.actor("ana")) == {"created": 2}
    assert imports.bring(file, by=world.actor("ana")) == {"unchanged": 2}

    note = Activity.objects.get(kind="note")
    assert (note.body, note.party, note.author) == (
        "Llamar tardes",
        Party.objects.get(first_name="Ana"),
        world.user("ana"),
    )


def test_a_new_note_for_someone_known_is_a_change_that_can_be_undone(world):
    ana = world.actor("ana")
    imports.bring("email,nombre\na@example.com,Ana Gil\n", by=ana)
    batch = imports.begin("email,nombre,obs\na@example.com,Ana Gil,Prefiere los martes\n", by=ana)

    assert imports.run(batch, by=ana) == {"updated": 1}
    imports.revert(batch, by=ana)

    assert not Activity.objects.filter(kind="note").exists()

"""Who has bought: the basis of some permissions that a file brings."""

from __future__ import annotations

from tests import imports
from tests.world import World

from tendero.directory import ports
from tendero.directory.models import ConsentEntry, Party
from tendero.sales.models import Kind, Sale


def test_the_sales_answer_who_has_bought(world: World) -> None:
    """Don Luis has a ticket; somebody who only brought something back, and a stranger, have none."""
    luis, other = world.don_luis, world.person("Rosa", "Ferrer")
    world.make(Sale(party=luis, number="T-1"))
    world.make(Sale(party=other, number="D-1", kind=Kind.RETURN))

    assert ports.purchases.buyers([luis.pk, other.pk, 10**9]) == {luis.pk}


def test_a_yes_without_proof_carries_offers_to_whoever_bought(world: World) -> None:
    """The file says yes for both; only he has bought."""
    ana = world.actor("ana")
    imports.bring("nombre;email\nAna Gil;a@x.es\nBea Gil;b@x.es\n", by=ana)
    world.make(Sale(party=Party.objects.get(email="a@x.es"), number="T-1"))

    imports.bring("nombre;email;publi\nAna Gil;a@x.es;S\nBea Gil;b@x.es;S\n", by=ana, basis="purchase")

    assert dict(ConsentEntry.objects.values_list("party__email", "basis")) == {"a@x.es": "purchase", "b@x.es": "none"}

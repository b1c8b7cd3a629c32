"""One row of every record type, made the way a person would: a new record type needs its line here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tendero.activities.actions import attach_document
from tendero.activities.models import Document
from tendero.kernel import clock
from tendero.records import registry, writing
from tests.world import World


def sample(world: World, key: str, number: int = 0) -> Any:
    """A row of that record type; `number` tells several apart. KeyError for a type nobody described."""
    if key == "activities.Document":
        return _document(world, number)
    record = registry.get(key)
    values = {
        "directory.Party": lambda: {
            "kind": "person",
            "first_name": "Rosa",
            "last_name": f"Prueba {number}",
            "phone": f"+34976{number:06d}",
            "email": f"rosa{number}@bar.example",
            "city": "Zaragoza",
        },
        "pipeline.Opportunity": lambda: {
            "name": f"Molino {number}",
            "party": world.don_luis,
            "amount": Decimal("1890.50"),
        },
        "pipeline.LossReason": lambda: {"name": f"Motivo {number}"},
        "pipeline.Stage": lambda: {"name": f"Etapa {number}"},
        "activities.Task": lambda: {"title": f"Llamar {number}", "party": world.don_luis},
        "activities.Activity": lambda: {"title": f"Nota {number}", "party": world.don_luis, "body": "Pide precio"},
        "activities.Silence": lambda: {
            "party": world.don_luis,
            "until": clock.today() + dt.timedelta(days=30 + number),
            "reason": f"De viaje {number}",
        },
        "catalog.Product": lambda: {
            "name": f"Molino M-{number}",
            "code": f"M-{number}",
            "price": Decimal(1890),
            "cost": Decimal(1200),
        },
        "sales.Sale": lambda: {
            "number": f"T-{number}",
            "party": world.don_luis,
            "lines": [
                {"text": "Café", "quantity": Decimal(2), "price": Decimal("18.95"), "cost": Decimal(22)},
                {"text": "Molino", "price": Decimal(1890), "discount": Decimal(10), "cost": Decimal(1200)},
            ],
        },
        "sales.Channel": lambda: {"name": f"Canal {number}"},
        "sales.Store": lambda: {"name": f"Tienda {number}"},
        "sales.PaymentMethod": lambda: {"name": f"Pago {number}"},
        "catalog.Category": lambda: {"name": f"Familia {number}"},
        "directory.RoleType": lambda: {"name": f"Papel {number}"},
        "directory.Tag": lambda: {"name": f"Etiqueta {number}"},
        "directory.Source": lambda: {"name": f"Origen {number}"},
        "directory.RelationshipType": lambda: {"name": f"amigo {number} de", "inverse": f"amigo {number}"},
    }[key]()
    return writing.add(record, values, by=world.actor("ana"))


def _document(world: World, number: int) -> Document:
    upload = SimpleUploadedFile(f"presupuesto-{number}.txt", b"Molino M-64: 1.890 EUR")
    made: Document = attach_document(world.don_luis, upload=upload, by=world.actor("ana"), title=f"Papel {number}")
    return made


def fresh(world: World, key: str) -> Any:
    """The body with which the API makes one more; NotImplemented for what the API cannot make."""
    luis = world.don_luis.ref
    bodies: dict[str, Any] = {
        "directory.Party": {"kind": "person", "first_name": "Paz", "last_name": "Nueva"},
        "pipeline.Opportunity": {"name": "Molino nuevo", "party": luis},
        "sales.Sale": {"party": luis, "lines": [{"text": "Café", "price": {"amount": "18.95", "currency": "EUR"}}]},
        "activities.Task": {"title": "Llamar otra vez", "party": luis},
        "activities.Silence": {"party": luis, "until": "2099-01-11"},
        "activities.Activity": {"title": "Nota nueva", "party": luis, "body": "Pide otro precio"},
        "directory.RelationshipType": {"name": "socio nuevo de", "inverse": "socio nuevo"},
        "activities.Document": NotImplemented,
    }
    return bodies.get(key, {"name": "Nuevo de todo"})

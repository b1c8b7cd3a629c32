"""Settings of the company that people change at run time: name, city, currency, country."""

from typing import Any

from django.db import models

DEFAULTS: dict[str, Any] = {
    "company.name": "",
    "company.city": "",
    "company.country": "ES",
    "company.currency": "EUR",
    "company.language": "es",
    "company.time_zone": "Europe/Madrid",
    "backup.last_at": None,  # the moment of the last copy of everything, in ISO form
    "backup.keep": 7,  # copies of the day that stay beside the data; 0 makes none by itself
    "mail.held": False,  # whether no mail leaves: after a copy was put back, until a person says go
    "company.tax_id": "",
    "company.logo": "",
    "company.sells_to": "both",
    "example.state": "",
    "example.job": "",
    "example.rows": {},
    "first_week.closed_by": [],
}


class Setting(models.Model):
    """One value under one name; values are JSON."""

    name = models.CharField(primary_key=True, max_length=60)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def read(cls, name: str) -> Any:
        """The stored value, or the default; KeyError for a name nobody declared."""
        return cls.read_all()[name]

    @classmethod
    def read_all(cls) -> dict[str, Any]:
        """Every setting, defaults filled in."""
        from tendero.kernel import kept  # which stands on the models

        return kept.settings()

    @classmethod
    def store(cls, name: str, value: Any) -> None:
        """Keep `value`; settings are never revertible, so they are not journaled."""
        if name not in DEFAULTS:
            raise KeyError(name)
        from tendero.kernel import kept  # which stands on the models

        cls.objects.update_or_create(name=name, defaults={"value": value})
        kept.touch("settings")

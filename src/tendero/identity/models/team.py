"""Teams: who sees whose customers where a profile says "team"."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.kernel.fields import RefField


class Team(models.Model):
    """A group of people who share customers."""

    id = models.BigAutoField(primary_key=True)
    ref = RefField(_("reference"))
    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name

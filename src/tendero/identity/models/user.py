"""A person who works in the company and signs in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tendero.identity.models.team import Team
from tendero.kernel import clock
from tendero.kernel.actor import Actor, Origin
from tendero.kernel.fields import RefField
from tendero.kernel.kept import touch

KEPT = "people"
"""Who works here, as each process keeps it (`identity.queries.people`)."""
TOLD = {"ref", "name"}


class UserManager(BaseUserManager["User"]):
    """Finds people; `access.actions` makes them."""

    def active(self) -> models.QuerySet["User"]:
        """Those who may sign in, by name."""
        return self.filter(is_active=True).order_by("name")

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """`profile` is the code of an `access` profile: what this person may do."""

    id = models.BigAutoField(primary_key=True)
    ref = RefField(_("reference"))
    username = models.CharField(_("user name"), max_length=60, unique=True)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("active"), default=True)
    profile = models.CharField(_("profile"), max_length=40, default="lectura")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("team"))
    language = models.CharField(_("language"), max_length=8, default="es")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Madrid")
    theme = models.CharField(
        _("theme"),
        max_length=6,
        default="auto",
        choices=[("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    created = models.DateTimeField(_("created"), default=clock.now, editable=False)

    brief: ClassVar = frozenset({"id", "ref", "username", "name", "is_active", "team"})
    """What is told of somebody beside a row that is his; never his password."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if set(kwargs.get("update_fields") or TOLD) & TOLD:
            touch(KEPT)

    @property
    def first_name(self) -> str:
        """What colleagues call him: the first word of his name."""
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()

    def actor(self, origin: Origin = "screen") -> Actor:
        """This person as permissions and the journal see him."""
        return Actor(
            kind="person",
            name=self.name,
            user_id=self.pk,
            profile=self.profile,
            team_id=self.team_id,
            language=self.language,
            time_zone=self.time_zone,
            origin=origin,
        )

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used; `kernel.permissions` is asked instead."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

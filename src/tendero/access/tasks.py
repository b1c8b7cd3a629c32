"""Background work of this room."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tendero.access.actions.inviting import renew_invitation
from tendero.access.links import absolute
from tendero.access.models import Invitation
from tendero.identity.models import User
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import Job, task
from tendero.kernel.models import Setting


@task("access.mail_reset", sends=True)
def mail_reset(job: Job, *, person_id: int) -> dict[str, int]:
    """Mail the link of a new password, made from the public address; nothing to nobody."""
    person = User.objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    if person is None:
        return {"sent": 0}
    parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    with override(person.language):
        link = absolute(reverse("account_reset_password_from_key", kwargs=parts))
        body = render_to_string("access/mail/reset.txt", {"person": person, "link": link})
        send_mail(_("A new password for Tendero"), body, settings.DEFAULT_FROM_EMAIL, [person.email])
    return {"sent": 1}


@task("access.mail_invitation", sends=True)
def mail_invitation(job: Job, *, invitation_id: int) -> dict[str, int]:
    """Mail an invitation's link, made now so that the queue never holds it; nothing once it was used or withdrawn."""
    found = Invitation.objects.filter(pk=invitation_id, accepted_at=None, revoked_at=None).exclude(email="").first()
    if found is None or not found.is_open(clock.now()):
        return {"sent": 0}
    company = Setting.read_all()
    link = absolute(reverse("access:accept", args=[renew_invitation(found, by=Actor.system("invitation"))]))
    with override(company["company.language"]):
        name = " ".join(company["company.name"].split()) or "Tendero"  # a line of its own in no head of a mail
        body = render_to_string("access/mail/invitation.txt", {"company": name, "link": link})
        send_mail(_("Your invitation to %s") % name, body, settings.DEFAULT_FROM_EMAIL, [found.email])
    return {"sent": 1}

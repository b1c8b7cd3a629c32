"""What the directory knows about people, and why."""

from __future__ import annotations

from tendero.kernel.privacy import Retention, declare

_WHO = "to know with whom one deals"
_REACH = "to answer and to serve"
_MEMORY = "to serve as each one likes"

for _list in ("RoleType", "Tag", "Source"):
    declare(f"directory.{_list}", purpose="lists of the company", retention=Retention.COMPANY, none="name position")
declare("directory.RoleType", purpose="lists of the company", retention=Retention.COMPANY, none="code objective target")
declare("directory.Source", purpose="lists of the company", retention=Retention.COMPANY, none="code")
declare(
    "directory.RelationshipType",
    purpose="lists of the company",
    retention=Retention.COMPANY,
    none="name position code inverse",
)
declare(
    "directory.Party",
    purpose=_WHO,
    none="kind tax_country tax_id_valid language owner merged_into",
    identity="name first_name last_name second_last_name legal_name tax_id birthday_key birth_year photo",
    contact="website email phone phone_shown city region postal_code country",
    profile="source source_detail referred_by values_first values_second main_contact works_at",
    proof="consent_email consent_post consent_phone consent_whatsapp consent_sms",
)
declare("directory.PartyEmail", purpose=_REACH, none="label position party", contact="address")
declare("directory.PartyPhone", purpose=_REACH, none="label position party whatsapp", contact="number shown digits")
declare(
    "directory.PartyAddress",
    purpose=_REACH,
    none="label position party",
    contact="street street2 postal_code city region country",
)
declare("directory.PartyProfile", purpose=_REACH, none="label position party", contact="address")
declare("directory.PartyCard", purpose="to give back what his own card said", none="party", contact="text")
declare("directory.PartyReference", purpose="to recognise him in other systems", none="party system", identity="code")
declare(
    "directory.ConsentEntry",
    purpose="to send only what may be sent, and to show why",
    basis="RGPD 7.1, LSSI 21",
    retention=Retention.PROOF,
    none="once annuls",
    proof="party channel purpose decision basis on origin proof",
)
declare("directory.PartyRole", purpose=_MEMORY, none="party", profile="role since until target current")
declare("directory.Relationship", purpose=_MEMORY, none="party", profile="other type since until note")
declare("directory.Observation", purpose=_MEMORY, none="party kind on", profile="text origin subject_type subject_id")
declare("directory.PartyTag", purpose=_MEMORY, none="party", profile="tag")
declare("directory.Responsible", purpose="to know who serves him", none="party user topic")

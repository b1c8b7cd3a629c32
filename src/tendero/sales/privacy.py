"""What sales know about people, and why."""

from __future__ import annotations

from tendero.kernel.privacy import Retention, declare

for _list in ("Channel", "Store", "PaymentMethod"):
    declare(f"sales.{_list}", purpose="lists of the company", retention=Retention.COMPANY, none="name position")
declare(
    "sales.Sale",
    purpose="the books of the company: what was sold, returned and corrected",
    basis="RGPD 6.1.c",
    retention=Retention.PROOF,
    none="kind party channel store payment seller currency net tax_amount total cost margin corrects mark",
    profile="number on hour origin",
)
declare("sales.Sale", purpose="what is worth remembering of a sale", profile="note")
declare(
    "sales.SaleLine",
    purpose="the books of the company: what each sale was made of",
    basis="RGPD 6.1.c",
    retention=Retention.PROOF,
    none="sale on buyer position product quantity price discount tax amount tax_amount cost margin mark nth",
    profile="text",
)

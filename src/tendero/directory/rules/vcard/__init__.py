"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): cards in, cards out, nothing of what they say lost on the way.

A property is held in one form, whatever version it came in: text escaped as 4.0 escapes it, inline media as a data
address, types in small letters, preference as a number.
"""

from tendero.directory.rules.vcard.cards import Card, cards_in
from tendero.directory.rules.vcard.lines import Property, components, escape, plain
from tendero.directory.rules.vcard.writing import VERSIONS, told, write

__all__ = ["VERSIONS", "Card", "Property", "cards_in", "components", "escape", "plain", "told", "write"]

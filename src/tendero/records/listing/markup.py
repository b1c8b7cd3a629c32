"""The markup of a list's rows, written straight: a template would take ten times as long for fifty rows.

Everything that enters is escaped here or comes escaped (`SafeString`) from a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tendero.records.listing.cells import NONE, NOTHING, Draw
from tendero.records.listing.columns import Column
from tendero.ui.markup import fill, told
from tendero.ui.templatetags.tendero import avatar, icon

Line = Any
Write = Callable[[Line], SafeString]
_ROW: Final = (
    '<tr class="t-row" data-ref="{ref}" data-panel="{url}panel" tabindex="-1">'
    '<td class="t-cell--tick"><input type="checkbox" class="t-tick" name="row" value="{ref}" data-pick'
    ' aria-label="{pick}"></td>{cells}</tr>'
)
_NAME: Final = (
    '<td class="t-cell--name"><span class="t-who">{face}<a class="t-name" href="{url}">{name}</a></span></td>'
)
_PHONE: Final = (
    '<li class="t-plist__row">{face}<a class="t-plist__main" href="{url}"><strong>{title}</strong>{more}</a>{act}</li>'
)
_CALL: Final = '<a class="t-plist__act" href="tel:{number}" aria-label="{label}">{icon}</a>'


def row_writer(changeable: Container[str]) -> Write:
    """Writes rows of the table; cells that may be changed in place are marked in those of `changeable` references."""
    pick = _("Select %(name)s")

    def write(line: Line) -> SafeString:
        editable = line.ref in changeable
        cells = "".join(_cell(line, cell.column, cell.inside, editable) for cell in line.cells)
        said = told(pick % {"name": line.title})
        return SafeString(_ROW.format(ref=line.ref, url=line.url, pick=said, cells=cells))

    return write


def _cell(line: Line, column: Column, inside: SafeString, editable: bool) -> str:
    if column.names:
        face = avatar(line.title, kind=line.kind) if line.kind else ""
        return _NAME.format(face=face, url=line.url, name=inside or told(line.title))
    edit = f' data-edit="{told(column.name)}"' if editable and column.editable else ""
    return f'<td class="{column.look}"{edit}>{inside}</td>'


def phone_writer(sorts: Draw | None = None) -> Write:
    """Writes rows of the phone's list: a face, two lines, one thing to do.

    The second line ends with what sorts them, unless it says so already or leads elsewhere.
    """
    call, sign = _("Call %(name)s"), icon("phone")

    def write(line: Line) -> SafeString:
        said = told(call % {"name": line.title})
        act = _CALL.format(number=told(line.call), label=said, icon=sign) if line.call else ""
        parts = [told(line.subtitle)] if line.subtitle else []
        last = sorts(line.row) if sorts else NOTHING
        if last not in (NONE, NOTHING) and "<a" not in last and not any(last in part for part in parts):
            parts.append(fill('<span class="t-nowrap">{}</span>', last))
        more = f"<small>{' · '.join(parts)}</small>" if parts else ""
        face = avatar(line.title, kind=line.kind, size="lg") if line.kind else ""
        found = _PHONE.format(face=face, url=line.url, title=told(line.title), more=more, act=act)
        return SafeString(found)

    return write

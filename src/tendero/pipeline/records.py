"""What the record engine derives for opportunities, their stages and the reasons of losses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.kernel.actor import Actor
from tendero.pipeline import actions, cells, panels
from tendero.pipeline.models import LossReason, Opportunity, Stage
from tendero.records.fields import Related, from_model
from tendero.records.registry import Board, Labels, Panel, Preset, RecordType, Section, extend, keys, register
from tendero.ui import menu, words


def _is(field: str, op: str, *value: str) -> dict[str, Any]:
    """One test of the filter language."""
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


_OPEN = _is("status", "eq", "open")
_MINE = _is("owner", "is_me")


@register
class OpportunityRecord(RecordType[Opportunity]):
    model = Opportunity
    slug = "opportunities"
    icon = "board"
    labels = Labels(
        one=_("Opportunity"),
        many=_("Opportunities"),
        all=pgettext_lazy("opportunities", "All"),
        new=_("New opportunity"),
        empty=_("Deals that may come about, by how near they are. Open the first one with a name and an amount."),
    )
    fields: ClassVar = [
        "name",
        "party",
        "contact",
        "owner",
        from_model(Opportunity, "stage").but(required=False),
        from_model(Opportunity, "status").but(editable=False),
        "amount",
        "currency",
        "probability",
        from_model(Opportunity, "chance").but(editable=False, draw=cells.chance),
        "expected_close",
        from_model(Opportunity, "next_on").but(editable=False, draw=cells.next_step),
        from_model(Opportunity, "next_title").but(editable=False),
        "source",
        "note",
        from_model(Opportunity, "moved_at").but(editable=False),
        from_model(Opportunity, "closed_at").but(editable=False),
        from_model(Opportunity, "reason").but(editable=False),
        from_model(Opportunity, "competitor").but(editable=False),
        from_model(Opportunity, "created").but(editable=False),
    ]
    list_columns: ClassVar = ["name", "party", "stage", "amount", "chance", "expected_close", "next_on", "owner"]
    order = "name"
    sections: ClassVar = [
        Section(_("Deal"), ["name", "party", "amount", "currency", "stage", "expected_close"]),
        Section(_("More"), ["contact", "owner", "probability", "source", "note"], folded=True),
    ]
    quick_fields: ClassVar = ["name", "party", "amount", "expected_close"]
    presets: ClassVar = [
        Preset("mine", _("Mine, open"), {"all": [_MINE, _OPEN]}, layout="board"),
        Preset("adrift", _("Mine without next step"), {"all": [_MINE, _OPEN, _is("next_on", "empty")]}, layout="board"),
        Preset("open", _("The whole team"), {"all": [_OPEN]}, layout="board", wide=True),
        Preset("won", pgettext_lazy("opportunities", "Won"), {"all": [_is("status", "eq", "won")]}),
        Preset("lost", pgettext_lazy("opportunities", "Lost"), {"all": [_is("status", "eq", "lost")]}),
    ]
    board = Board(by="stage", total="amount", url_name="pipeline:board")
    panels: ClassVar = [
        Panel("stages", _("Stages"), "pipeline/panel/stages.html", panels.stages, position=10),
        Panel("history", _("History"), "pipeline/panel/history.html", panels.history, position=90),
        Panel("tasks", _("Tasks"), "pipeline/panel/tasks.html", panels.tasks, side=True, position=30),
    ]
    bulk_fields: ClassVar = ["owner", "expected_close"]
    same_by: ClassVar = ["name", "party"]
    arrives: ClassVar = ["moved_at", "closed_at", "reason", "competitor"]
    menu_position = 20

    def told(self, row: Opportunity) -> Iterable[tuple[str, str]]:
        worth = words.amount(row.amount, row.currency) if row.amount else ""
        return ("party", row.party.name), ("amount", worth)

    @staticmethod
    def create(*, by: Actor, values: Mapping[str, Any]) -> Opportunity:
        known = {name: value for name, value in values.items() if value is not None}
        return actions.create_opportunity(known.pop("party"), by=by, **known)

    @staticmethod
    def update(
        row: Opportunity, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None
    ) -> set[str]:
        return actions.update_opportunity(row, by=by, values=values, expected_version=expected_version)


@register
class StageRecord(RecordType[Stage]):
    model = Stage
    slug = "stages"
    icon = "columns-3"
    labels = Labels(
        one=_("Stage"),
        many=_("Stages"),
        new=_("New stage"),
        empty=_("The columns of the board."),
        all=pgettext_lazy("stages", "All"),
    )
    fields: ClassVar = ["name", "kind", "position", "probability", "rotting_days"]
    list_columns: ClassVar = ["position", "name", "kind", "probability", "rotting_days"]
    order = "position"
    in_menu = False


@register
class LossReasonRecord(RecordType[LossReason]):
    model = LossReason
    slug = "loss-reasons"
    icon = "circle-x"
    labels = Labels(
        one=_("Loss reason"),
        many=_("Loss reasons"),
        new=_("New reason"),
        empty=_("The answers to “why was it lost?”."),
    )
    fields: ClassVar = ["name", "position"]
    list_columns: ClassVar = ["position", "name"]
    order = "position"
    in_menu = False


menu.add_setting(
    menu.SettingItem(
        key="stages",
        label=_("Stages and loss reasons"),
        help=_("The columns of the board of opportunities, and the answers to “why was it lost?”."),
        url="/settings/stages/",
        icon="board",
        position=40,
        record=Stage.record_key,
        verb="change",
    )
)
if "directory.Party" in keys():  # the directory declares it below this room
    extend(
        "directory.Party",
        panels=[
            Panel(
                "opportunities",
                _("Opportunities"),
                "pipeline/panel/of_party.html",
                panels.of_party,
                side=True,
                position=20,
                record=Opportunity.record_key,
                reads=("opportunities",),
            )
        ],
        related=[
            Related(
                name="opportunities",
                label=_("Opportunities"),
                record=Opportunity.record_key,
                path="party",
                sums=("amount",),
            )
        ],
    )

"""From a tree to a condition on rows. Relations and rows of others are asked by EXISTS, within the actor's rights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.models import ChildModel
from tendero.records.filters import measuring, reaching
from tendero.records.filters import operators as ops
from tendero.records.filters.columns import EVERYTHING, NOTHING, Column, Moment, condition
from tendero.records.filters.schema import FieldLike, Link
from tendero.records.filters.shapes import model_of
from tendero.records.filters.tree import Brought, Every, Node, Opposite, Related, Some, Test, Words

TextCondition = Callable[[str, str, Actor], Q]


@dataclass(frozen=True)
class Compiler:
    """Compiles for one actor at one moment. `words` says which rows of a record match free text."""

    actor: Actor
    moment: Moment
    words: TextCondition

    @classmethod
    def now(cls, actor: Actor, words: TextCondition) -> Compiler:
        """For this moment, in the actor's zone."""
        zone = ZoneInfo(actor.time_zone)
        return cls(actor, Moment(clock.today(zone), zone), words)

    def condition(self, node: Node, key: str) -> Q:
        """The condition on rows of the record type `key`."""
        match node:
            case Every(parts):
                return reduce(and_, (self._one_of(part, parts, key) for part in parts), EVERYTHING)
            case Some(parts):
                return reduce(or_, (self.condition(part, key) for part in parts), NOTHING) if parts else NOTHING
            case Opposite(part):
                return ~self.condition(part, key)
            case Test():
                return self._test(node, key)
            case Related():
                return self._related(node)
            case Words(text):
                return self.words(text, key, self.actor)
            case Brought(batch, outcomes):
                return reaching.brought(key, batch, outcomes, self.actor)

    def _one_of(self, part: Node, parts: tuple[Node, ...], key: str) -> Q:
        """A part of several that all hold: what the others ask of the row may help to find its children."""
        if isinstance(part, Test) and not part.links:
            return self._test(part, key, parts)
        return self.condition(part, key)

    def _test(self, node: Test, key: str, beside: tuple[Node, ...] = ()) -> Q:
        op, denied = ops.twin(node.op)
        if node.links:
            found = self._walk(node.links, model_of(key), node.field, op, node.value)
        else:
            found = self._leaf(model_of(key), node.field, op, node.value, beside)
        return ~found if denied else found

    def _walk(self, links: tuple[Link, ...], model: type[Any], field: FieldLike, op: str, value: Any) -> Q:
        if not links:
            return self._leaf(model, field, op, value)
        link, rest = links[0], links[1:]
        hop = reaching.hop(model, link.field)
        behind = reaching.living(link.shape.key, self.actor)
        if hop is None:
            inner = self._walk(rest, behind.model, field, op, value)
            return Q(Exists(behind.filter(inner, pk=OuterRef(reaching.key_column(link.field.path)))))
        inner = self._walk(rest, behind.model, field, op, value)
        if hop.is_target:
            return Q(Exists(behind.filter(inner, **hop.joined)))
        reached = Exists(behind.filter(inner, pk=OuterRef(reaching.key_column(hop.rest))))
        return Q(Exists(hop.rows.filter(reached)))

    def _leaf(self, model: type[Any], field: FieldLike, op: str, value: Any, beside: tuple[Node, ...] = ()) -> Q:
        if field.custom is not None:
            return self._custom(field, op, value)
        hop = reaching.hop(model, field)
        if hop is None:
            return self._compare(model, field, field.path, "", op, value)
        found = self._compare(hop.rows.model, field, hop.rest, hop.prefix, op, value)
        return Q(Exists(hop.rows.filter(found & self._repeated(hop, beside))))

    def _repeated(self, hop: reaching.Hop, beside: tuple[Node, ...]) -> Q:
        """What is asked of the record itself and its children repeat (`ChildModel.repeats`), asked of them as well.

        It changes nothing of what is found, only how: "bought coffee" and "in 90 days" are one stretch of an index.
        """
        child: Any = hop.rows.model
        if not (issubclass(child, ChildModel) and set(hop.joined) == {child.parent_field}):
            return EVERYTHING
        found = EVERYTHING
        for test in beside:
            if isinstance(test, Test) and not test.links and test.field.path in child.repeats:
                op, denied = ops.twin(test.op)
                one = self._compare(child, test.field, child.repeats[test.field.path], "", op, test.value)
                found &= ~one if denied else one
        return found

    def _beyond(self, node: Related) -> QuerySet[Any] | None:
        """Rows that hang from the related ones and say themselves whose these are, where asking them is the same.

        So it is where one thing is asked of such a row, and all else is repeated by it: "bought coffee, in 90 days" is
        one stretch of an index of lines, which name the buyer. What hangs from a record is seen by whoever sees that.
        """
        parent, path = model_of(node.relation.shape.key), node.relation.path
        parts = node.where.parts if isinstance(node.where, Every) else (node.where,)
        tests = [part for part in parts if isinstance(part, Test) and not part.links and part.field.custom is None]
        if len(tests) < len(parts) or not measuring.is_any_or_none(node.measures):
            return None
        hops = {test: reaching.hop(parent, test.field) for test in tests}
        asked = [(test, hop) for test, hop in hops.items() if hop is not None]
        if len(asked) != 1 or not reaching.seen_through(parent, path, self.actor):
            return None
        test, hop = asked[0]
        op, denied = ops.twin(test.op)
        child: Any = hop.rows.model
        repeats: Mapping[str, str] = getattr(child, "repeats", {})
        if denied or not repeats.keys() >= {path, *(one.field.path for one in tests if one is not test)}:
            return None
        found = self._compare(child, test.field, hop.rest, hop.prefix, op, test.value) & self._repeated(hop, parts)
        rows: QuerySet[Any] = child._base_manager.filter(found, **{repeats[path]: OuterRef("pk")})
        return rows

    def _custom(self, field: FieldLike, op: str, value: Any) -> Q:
        rows, column = reaching.custom_column(field)
        if field.kind in ops.REFERENCES:
            return Q(Exists(rows.filter(reaching.points_at(field, column.path, op, value, self.actor))))
        return Q(Exists(rows.filter(condition(column, op, reaching.custom_value(field, value), self.moment))))

    def _compare(self, model: type[Any], field: FieldLike, path: str, prefix: str, op: str, value: Any) -> Q:
        if field.kind in ops.REFERENCES:
            return reaching.points_at(field, path, op, value, self.actor)
        within = path.rpartition("__")[0]
        beside = bool(within and field.currency) and not field.currency.startswith(f"{within}__")
        currency = f"{within}__{field.currency}" if beside else field.currency
        folded = field.folded.removeprefix(prefix)
        column = Column(field.kind, path, reaching.stored_at(model, path), folded, currency)
        return condition(column, op, value, self.moment)

    def _related(self, node: Related) -> Q:
        relation = node.relation
        rows = self._beyond(node)
        if rows is None:
            rows = reaching.children(relation.shape.key, relation.path, self.actor)
            rows = rows.filter(self.condition(node.where, relation.shape.key))
        found = [measuring.condition(measure, rows, relation.path) for measure in node.measures]
        return reduce(and_, found)

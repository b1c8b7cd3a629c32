"""The record engine's background work."""

from tendero.records.exchange import tasks as exchange_tasks

__all__ = ["exchange_tasks"]

"""The record engine's background work."""

from tendero.records.bulk import tasks as bulk_tasks
from tendero.records.exchange import tasks as exchange_tasks
from tendero.records.rest import tasks as rest_tasks

__all__ = ["bulk_tasks", "exchange_tasks", "rest_tasks"]

"""Addresses of the activities room; they come before the record engine's own."""

from __future__ import annotations

from django.urls import path

from tendero.activities.views import card, documents, peace, tasks, timeline, today

app_name = "activities"

urlpatterns = [
    path("", today.today, name="today"),
    path("mentions/read", today.read_all_mentions, name="read_mentions"),
    path("activities/<str:ref>/read", today.read_mention, name="read_mention"),
    path("activities/<str:ref>/edit", timeline.edit, name="edit"),
    path("activities/<str:ref>/pin", timeline.pin, name="pin"),
    path("activities/<str:ref>/discard", timeline.discard, name="discard"),
    path("parties/<str:ref>/timeline", timeline.timeline, name="timeline"),
    path("parties/<str:ref>/entry", timeline.entry, name="entry"),
    path("parties/<str:ref>/log/<str:kind>", timeline.log, name="log"),
    path("parties/<str:ref>/card/<str:name>", card.card, name="card"),
    path("parties/<str:ref>/peace", peace.leave, name="peace"),
    path("parties/<str:ref>/disturb", peace.disturb, name="disturb"),
    path("parties/<str:ref>/task", tasks.new, name="task_new"),
    path("parties/<str:ref>/document", documents.new, name="document_new"),
    path("documents/<str:ref>/file", documents.read, name="document"),
    path("tasks/<str:ref>/edit", tasks.edit, name="task_edit"),
    path("tasks/<str:ref>/complete", tasks.complete, name="complete"),
    path("tasks/<str:ref>/postpone", tasks.postpone, name="postpone"),
    path("tasks/<str:ref>/reassign", tasks.reassign, name="reassign"),
]

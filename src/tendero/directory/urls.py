"""Addresses of the directory's hand-made screens; the rest of `/parties/` is the record engine's."""

from __future__ import annotations

from django.urls import path

from tendero.directory.views import card, card_file, dialogs, merging, quick

app_name = "directory"
urlpatterns = [
    path("parties/new", quick.new, name="new"),
    path("parties/similar", quick.similar, name="similar"),
    path("parties/merge", merging.merge, name="merge"),
    path("parties/do/merge_parties/", merging.merge_picked, name="merge_picked"),
    path("parties/<str:ref>/unmerge", merging.unmerge, name="unmerge"),
    path("parties/<str:ref>/", card.show, name="card"),
    path("parties/<str:ref>/vcard", card_file.download, name="vcard"),
    path("parties/<str:ref>/role", dialogs.role, name="role"),
    path("parties/<str:ref>/role/<str:role>", dialogs.role_held, name="role_held"),
    path("parties/<str:ref>/tag", dialogs.tag, name="tag"),
    path("parties/<str:ref>/observation/<str:kind>", dialogs.observation, name="observation"),
    path("parties/<str:ref>/relate", dialogs.relate, name="relate"),
    path("parties/<str:ref>/person", dialogs.person, name="person"),
    path("parties/<str:ref>/consent", dialogs.consent, name="consent"),
    path("parties/<str:ref>/ledger", dialogs.ledger, name="ledger"),
    path("parties/<str:ref>/ledger/<int:entry>/annul", dialogs.annul, name="annul"),
    path("parties/<str:ref>/photo", dialogs.photo, name="photo"),
    path("parties/<str:ref>/picture", dialogs.picture, name="picture"),
]

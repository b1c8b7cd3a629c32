"""Addresses of the pipeline; they come before the record engine's own."""

from __future__ import annotations

from django.urls import path

from tendero.pipeline.views import board, closing, lists, panels

app_name = "pipeline"

urlpatterns = [
    path("opportunities/board", board.board, name="board"),
    path("opportunities/board/<str:stage>/more", board.more, name="more"),
    path("opportunities/<str:ref>/move", board.move, name="move"),
    path("opportunities/<str:ref>/win", closing.win, name="win"),
    path("opportunities/<str:ref>/lose", closing.lose, name="lose"),
    path("opportunities/<str:ref>/reopen", closing.reopen, name="reopen"),
    path("opportunities/<str:ref>/stages", panels.stages, name="stages"),
    path("opportunities/<str:ref>/tasks", panels.tasks, name="tasks_about"),
    path("parties/<str:ref>/opportunities", panels.of_party, name="of_party"),
    path("settings/stages/", lists.stages, name="stage_list"),
    path("settings/stages/new", lists.stage_new, name="stage_new"),
    path("settings/stages/<str:ref>/edit", lists.stage_edit, name="stage_edit"),
    path("settings/stages/<str:ref>/move", lists.stage_move, name="stage_move"),
    path("settings/stages/<str:ref>/remove", lists.stage_remove, name="stage_remove"),
    path("settings/loss-reasons/new", lists.reason_new, name="reason_new"),
    path("settings/loss-reasons/<str:ref>/edit", lists.reason_edit, name="reason_edit"),
    path("settings/loss-reasons/<str:ref>/remove", lists.reason_remove, name="reason_remove"),
]

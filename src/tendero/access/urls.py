"""The ways in and out. Of allauth's routes only these are mounted."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import path

from tendero.kernel.door import public

urlpatterns = [
    path("accounts/login/", public(account.login), name="account_login"),
    path("accounts/logout/", public(account.logout), name="account_logout"),
]

"""The ways in and out, and the settings about people and rights. Of allauth's routes only these are mounted."""

from __future__ import annotations

from allauth.account import views as allauth_account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import include, path, re_path

from tendero.access.views import account, audit, company, copies, first_run, invitation, people, profiles, welcome
from tendero.kernel.door import public, signed_in

_settings = [
    path("settings/account/", account.account, name="account"),
    path("settings/account/tokens/new", account.token_new, name="token_new"),
    path("settings/account/tokens/<str:ref>/revoke", account.token_revoke, name="token_revoke"),
    path("settings/account/sessions/<int:pk>/end", account.session_end, name="session_end"),
    path("settings/company/", company.company, name="company"),
    path("settings/company/logo", company.logo_change, name="logo_change"),
    path("settings/example/", company.example, name="example"),
    path("settings/example/remove", company.example_remove, name="example_remove"),
    path("company/logo", company.logo, name="logo"),
    path("first-run/", first_run.where, name="first_run"),
    path("first-run/<str:secret>/", first_run.begin, name="begin"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/part/<str:name>", welcome.part, name="welcome_part"),
    path("welcome/team", welcome.team, name="welcome_team"),
    path("welcome/team/<str:ref>/profile", welcome.invited_profile, name="invited_profile"),
    path("welcome/team/<str:ref>/link", welcome.invited_link, name="invited_link"),
    path("welcome/week/<str:way>", welcome.week, name="week"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/invite", people.invite, name="invite"),
    path("settings/people/invitations/<str:ref>/withdraw", people.withdraw, name="withdraw"),
    path("settings/people/teams/new", people.team_new, name="team_new"),
    path("settings/people/teams/<str:ref>/edit", people.team_edit, name="team_edit"),
    path("settings/people/<str:ref>/edit", people.edit, name="person_edit"),
    path("settings/people/<str:ref>/deactivate", people.deactivate, name="person_deactivate"),
    path("settings/people/<str:ref>/reset", people.reset, name="person_reset"),
    path("settings/people/<str:ref>/reactivate", people.reactivate, name="person_reactivate"),
    path("settings/profiles/", profiles.profiles, name="profiles"),
    path("settings/profiles/new", profiles.profile_new, name="profile_new"),
    path("settings/profiles/<slug:code>/", profiles.profile, name="profile"),
    path("settings/profiles/<slug:code>/rename", profiles.profile_rename, name="profile_rename"),
    path("settings/profiles/<slug:code>/remove", profiles.profile_remove, name="profile_remove"),
    path("settings/copies/", copies.copies, name="copies"),
    path("settings/copies/make", copies.copy_make, name="copy_make"),
    path("settings/copies/keep", copies.copies_keep, name="copies_keep"),
    path("settings/copies/<str:name>/take", copies.copy_take, name="copy_take"),
    path("settings/mail/resume", copies.mail_resume, name="mail_resume"),
    path("settings/audit/", audit.audit, name="audit"),
    path("invitation/<str:secret>/", invitation.accept, name="accept"),
]
_reset = [
    path("accounts/password/reset/", public(allauth_account.password_reset), name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        public(allauth_account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(  # the key has hyphens of its own
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        public(allauth_account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        public(allauth_account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
_second_factor = [
    path("accounts/2fa/authenticate/", public(mfa.authenticate), name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("accounts/2fa/codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("accounts/2fa/codes/new/", signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
]
urlpatterns = [
    path("", include((_settings, "access"))),
    path("settings/account/", signed_in(account.account), name="mfa_index"),
    path("accounts/login/", public(invitation.enter), name="account_login"),
    path("accounts/logout/", public(allauth_account.logout), name="account_logout"),
    path("accounts/inactive/", public(allauth_account.account_inactive), name="account_inactive"),
    path("accounts/reauthenticate/", signed_in(allauth_account.reauthenticate), name="account_reauthenticate"),
    path("accounts/password/", signed_in(allauth_account.password_change), name="account_change_password"),
    *_reset,
    *_second_factor,
]

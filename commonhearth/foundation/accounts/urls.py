"""The addresses of the door. The sign-in library's own list is not included: each page is named here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as spare_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.generic.base import RedirectView

from commonhearth.foundation.accounts import step_up
from commonhearth.foundation.accounts.views import erasing, sign_in, stepping_up, tokens, you


def answering(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 422, as everywhere in the house, when one of the library's forms comes back with problems."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        given = [form for name in ("form", "webauthn_form") if (form := context.get(name)) is not None]
        if request.method == "POST" and response.status_code == 200 and any(form.errors for form in given):
            response.status_code = 422
        return response

    return never_cache(answered)


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The same, and only for somebody who has just shown that it is them."""
    return you.not_made_up(step_up.required(answering(view)))


to_you = RedirectView.as_view(pattern_name="you")

urlpatterns = [
    path("", you.you, name="you"),
    # Coming in and going out.
    path("login/", sign_in.sign_in, name="account_login"),
    path("signup/", sign_in.sign_in, {"new": True}, name="account_signup"),
    path("login/code/", sign_in.enter_code, name="accounts_code"),
    path("login/password/", answering(sign_in.with_password), name="accounts_with_password"),
    path(
        "password/forgotten/",
        RedirectView.as_view(pattern_name="account_login"),
        name="account_reset_password",
    ),
    path("card/", sign_in.with_card, name="accounts_with_card"),
    path("passkey/", answering(sign_in.WithPasskey.as_view()), name="mfa_login_webauthn"),
    path("second-step/", answering(second_step.authenticate), name="mfa_authenticate"),
    path("demo/<uuid:person_id>/", sign_in.as_demo_person, name="accounts_demo"),
    path("logout/", sign_in.sign_out, name="account_logout"),
    path("closed/", sign_in.closed, name="account_inactive"),
    # Showing again that it is you.
    path("again/", stepping_up.begin, name="accounts_step_up"),
    path("again/code/", stepping_up.by_code, name="accounts_step_up_code"),
    path("again/card/", stepping_up.by_card, name="accounts_step_up_card"),
    path("again/password/", answering(account.reauthenticate), name="account_reauthenticate"),
    path("again/second-step/", answering(second_step.reauthenticate), name="mfa_reauthenticate"),
    path(
        "again/passkey/",
        answering(stepping_up.AgainWithPasskey.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    # You and this house.
    path("look/", you.settle, name="accounts_settle"),
    path("address/", you.new_address, name="account_email"),
    path("address/code/", you.new_address_code, name="accounts_new_address_code"),
    path("password/", you.password, name="accounts_password"),
    path("card/new/", you.card, name="accounts_card"),
    path("card/end/", you.end_card, name="accounts_end_card"),
    path("keys/", tokens.keys, name="accounts_keys"),
    path("keys/new/", tokens.new, name="accounts_new_key"),
    path("keys/<uuid:token_id>/end/", tokens.end, name="accounts_end_key"),
    path("erase/", erasing.erase, name="accounts_erase"),
    path("devices/<int:device_id>/end/", you.end_device, name="accounts_end_device"),
    path("devices/end-others/", you.not_made_up(you.end_other_devices), name="accounts_end_other_devices"),
    path("second-step/on/", guarded(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/off/", guarded(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("spare-codes/", guarded(spare_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "spare-codes/new/", guarded(spare_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path(
        "spare-codes/file/", guarded(spare_codes.download_recovery_codes), name="mfa_download_recovery_codes"
    ),
    path("passkeys/add/", you.not_on_shared(guarded(you.AddPasskey.as_view())), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/name/", guarded(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", guarded(you.TakeAwayPasskey.as_view()), name="mfa_remove_webauthn"),
    # Where the library goes afterwards.
    path("ways/", to_you, name="mfa_index"),
    path("passkeys/", to_you, name="mfa_list_webauthn"),
    path("devices/", to_you, name="usersessions_list"),
    path("address/sent/", to_you, name="account_email_verification_sent"),
    path(
        "password/change/",
        RedirectView.as_view(pattern_name="accounts_password"),
        name="account_change_password",
    ),
    path(
        "password/set/", RedirectView.as_view(pattern_name="accounts_password"), name="account_set_password"
    ),
]

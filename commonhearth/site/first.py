"""The first visitor of an empty host, by the one-time link that `hearth serve` printed."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from commonhearth.foundation import throttle
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.accounts.views.sign_in import come_in
from commonhearth.kit.page import page
from commonhearth.site import host


class FirstForm(forms.Form):
    """Who runs this host."""

    email = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254)
    password = forms.CharField(
        label=gettext_lazy("A password"),
        help_text=gettext_lazy(
            "At least twelve characters. Later you can sign in by e-mailed code or passkey instead."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=128,
        validators=[validate_password],
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest, token: str) -> HttpResponse:
    """Make the visitor who holds the link the operator of this host."""
    if not host.link_opens(token, now=request.now):
        raise NotVisible
    form = FirstForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and throttle.hit(request, "first", limit=20, seconds=3600)
    ):
        try:
            person = host.become_operator(token=token, now=request.now, **form.cleaned_data)
        except host.LinkUsed:
            raise NotVisible from None
        messages.success(
            request, _("You look after this host now. Start a community, or open the directory.")
        )
        return come_in(request, person, method="password")
    return page(request, "site/first.html", {"form": form}, status=422 if form.errors else 200)

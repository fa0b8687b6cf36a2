"""Keys for programs: seeing one's own, making one, ending one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonhearth.foundation import once
from commonhearth.foundation.accounts import selectors, step_up
from commonhearth.foundation.accounts.access import may_make_token
from commonhearth.foundation.accounts.forms import NewKeyForm
from commonhearth.foundation.accounts.services import tokens
from commonhearth.foundation.accounts.views.you import not_made_up
from commonhearth.foundation.api.scopes import SCOPES
from commonhearth.kit.page import page


@never_cache
@login_required
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """One's own keys: what each may do, where, and until when."""
    person = request.user
    places = dict(selectors.places_for_tokens(person))
    context = {
        "keys": [
            (
                key,
                places.get(key.community, ""),
                [SCOPES[code].words for code in key.scopes if code in SCOPES],
            )
            for key in selectors.tokens_of(person, now=request.now)
        ],
        "may": may_make_token(person, person),
    }
    return page(request, "accounts/keys.html", context)


@not_made_up
@never_cache
@step_up.required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a key; it is on this one page and kept nowhere."""
    person = request.user
    offered = sorted(SCOPES.items(), key=lambda pair: (not pair[1].inside, pair[1].order))
    form = NewKeyForm(
        request.POST or None,
        places=selectors.places_for_tokens(person),
        scopes=[(code, scope.words) for code, scope in offered],
    )
    if form.is_bound and form.is_valid():
        made = _made(request, form)
        if made is not None:
            return page(request, "accounts/key_made.html", {"secret": made})
    context = {"form": form, "once_key": once.new_key()}
    return page(request, "accounts/new_key.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, form: NewKeyForm) -> str | None:
    """Make it, once for each form; "" on a retry, since it is kept nowhere. None with the form saying why not."""
    shown: list[str] = []
    data = form.cleaned_data

    def act() -> dict[str, str]:
        made = tokens.make_token(
            actor=request.user,
            person=request.user,
            name=data["name"],
            scopes=data["scopes"],
            community=data["place"],
            days=data["days"],
            now=request.now,
        )
        shown.append(made.secret)
        return {"token": str(made.token.id)}

    try:
        once.answer(actor=request.user, form="accounts.key", key=request.POST.get("once_key", ""), act=act)
    except tokens.NothingChosen:
        form.add_error("scopes", _("Some of this happens inside a community. Choose in which one."))
        return None
    except tokens.TooManyTokens:
        form.add_error(
            None, _("You have %(most)s keys already. End one of them first.") % {"most": tokens.MOST}
        )
        return None
    return shown[0] if shown else ""


@require_POST
@login_required
def end(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End a key: at once, without stepping up, since a lost one is urgent."""
    tokens.end_token(actor=request.user, person=request.user, token_id=token_id, now=request.now)
    messages.success(request, _("That key opens nothing any more."))
    return HttpResponseRedirect(reverse("accounts_keys"))

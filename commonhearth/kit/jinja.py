"""The template engine: Jinja2, set up once for pages, for the sign-in library's pages and for mail.

Macros imported without context (the fast way) still need the request of the moment, for the csrf field
and for "now". The template class below notes it while it renders; nothing else may read it.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import jinja2
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone, translation
from markupsafe import Markup

from commonhearth.kit import marks, saying, sentences
from commonhearth.kit.wrongs import wrongs

_request: ContextVar[HttpRequest | None] = ContextVar("request_being_rendered", default=None)
#: An id that no row has.
_ANY = UUID(int=0xFEED << 112)


class PageTemplate(jinja2.Template):
    """A template that lets globals know which request is being rendered."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        given = dict(*args, **kwargs)
        if given.get("request") is None:
            return super().render(given)
        token = _request.set(given["request"])
        try:
            return super().render(given)
        finally:
            _request.reset(token)

    def render_block(self, block: str, given: dict[str, Any]) -> str:
        """Render one block alone, after the imports and settings that stand at the template's top.

        Raises:
            KeyError: when neither the template nor what it extends has such a block.
        """
        token = _request.set(given.get("request"))
        try:
            context = self.new_context(given)
            # Everything before the first output: imports, sets, and the parent's blocks.
            next(iter(self.root_render_func(context)), None)
            return self.environment.concat(context.blocks[block][0](context))
        except Exception:
            self.environment.handle_exception()
        finally:
            _request.reset(token)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page; arguments in the order of the address."""
    return reverse(name, kwargs=kwargs) if kwargs else _address(name, args)


def _address(name: str, args: tuple[Any, ...]) -> str:
    """Return an address; for the rows of a list, which differ in their last id only, it is looked up once."""
    if not args or not isinstance(args[-1], UUID):
        return reverse(name, args=args or None)
    before, after = _around(name, args[:-1], get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    return f"{before}{args[-1]}{after}"


@lru_cache(maxsize=512)
def _around(name: str, args: tuple[Any, ...], prefix: str, addresses: str) -> tuple[str, str]:
    """Return what stands before and after the last id of an address."""
    before, _id, after = reverse(name, args=(*args, _ANY)).rpartition(str(_ANY))
    return before, after


def place_in(slug: str, name: str) -> str:
    """Return the address of a page that a community has once, such as its list of people; looked up once."""
    return _place_in(slug, name, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=4096)
def _place_in(slug: str, name: str, prefix: str, addresses: str) -> str:
    return reverse(name, args=[slug])


def here(name: str, *args: Any) -> str:
    """Return the address of a named page inside the community of this request.

    Raises:
        LookupError: when the request is not inside a community.
    """
    community = getattr(_request.get(), "community", None)
    if community is None:
        raise LookupError(f"{name}: this page is not inside a community")
    return _address(name, (community.slug, *args)) if args else place_in(community.slug, name)


@lru_cache(maxsize=256)
def _static(path: str) -> str:
    """Return the address of a style, script or picture of our own: a page has dozens of icons, all out of one file."""
    return static(path)


def csrf_field() -> Markup:
    """Return the hidden field that proves a form came from us; nothing when no request is rendered."""
    request = _request.get()
    if request is None:
        return Markup("")
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(get_token(request))


def moment() -> datetime:
    """Return the request's moment, or the clock's where no request is rendered."""
    now = getattr(_request.get(), "now", None)
    return now if isinstance(now, datetime) else timezone.now()


def said_to_you() -> list[Any]:
    """Return the messages waiting for this visitor, and mark them as read."""
    request = _request.get()
    return [] if request is None or not hasattr(request, "_messages") else list(get_messages(request))


def page_frame() -> Any:
    """Return what the frame of the page needs, or None (error pages, the gallery)."""
    return getattr(_request.get(), "frame", None)


def _ago_words(value: date | datetime | None, now: datetime | None = None) -> str:
    return saying.ago_words(value, now or moment())


def environment(**options: Any) -> jinja2.Environment:
    """Build the engine. `options` are Django's: loader, auto_reload and so on."""
    options.update(
        # Mail in plain text must keep its apostrophes; pages must never forget to escape.
        autoescape=jinja2.select_autoescape(
            enabled_extensions=("html", "svg", "xml"), disabled_extensions=("txt",), default=True
        ),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[*options.get("extensions", []), "jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env = jinja2.Environment(**options)  # noqa: S701  escaping is set just above
    env.template_class = PageTemplate
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        url=url,
        here=here,
        static=_static,
        csrf_field=csrf_field,
        moment=moment,
        said_to_you=said_to_you,
        page_frame=page_frame,
        language=translation.get_language,
        language_bidi=translation.get_language_bidi,
        circle_ring=marks.ring,
    )
    env.filters.update(
        day=saying.day,
        day_time=saying.day_time,
        day_year=saying.day_year,
        month_year=saying.month_year,
        clock=saying.clock,
        ago_words=_ago_words,
        km=saying.km,
        number=saying.number,
        money=saying.money,
        hours=saying.hours,
        initials=saying.initials,
        beginning=saying.beginning,
        sentence=sentences.of_verdict,
        wrongs=wrongs,
    )
    return env

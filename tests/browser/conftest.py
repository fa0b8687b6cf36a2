"""Windows of a real browser: whose they are, how wide, with or without JavaScript, light or dark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from commonhearth.foundation import throttle
from tests.browser.demo_host import Visits, filled_once, serving_demo
from tests.browser.eyes import DESK, HEIGHTS, PATIENCE, Watch
from tests.browser.server import serving
from tests.chromium import program

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A script that is loaded anew on each page does not live long enough to be worth compiling twice.
    "--js-flags=--no-maglev --no-turbofan",
    # A next page is drawn where the one before was, in no new frame. The first two are Playwright's own, which this
    # takes the place of.
    "--enable-features=CDPScreenshotNewSurface,SkipListAccountsWithoutGaiaCookies,RenderDocument:level/crashed-frame",
    # A microphone that beeps, since this machine has none.
    "--use-fake-device-for-media-stream",
    # The network is shut: no name resolves but this machine's own.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
#: The co-operatives in the United Kingdom, as the demo hosts have them brought in.
UK = "directory/coops_uk_2022q2_standard.csv"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """What drives browsers from this process."""
    from playwright.sync_api import expect, sync_playwright

    # Playwright drives the browser from an event loop in this thread, where Django would refuse to
    # touch the database although nothing here runs beside anything else.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def small_chromium(playwright: Any) -> Iterator[Any]:
    """One Chromium for all windows of this process."""
    with playwright.chromium.launch(executable_path=program(), args=ARGUMENTS) as browser:
        yield browser


@pytest.fixture
def chromium(request: pytest.FixtureRequest, playwright: Any) -> Iterator[Any]:
    """The browser of a test: the one of this process, or a whole one, for as long as the test that records runs.

    Chromium's build without windows has a microphone but says that nobody may use it.
    """
    whole = program(whole=True)
    if request.node.get_closest_marker("microphone") is None or whole == program():
        yield request.getfixturevalue("small_chromium")
    else:
        with playwright.chromium.launch(executable_path=whole, args=ARGUMENTS) as browser:
            yield browser


@pytest.fixture(scope="session")
def collected() -> Iterator[None]:
    """Collect the static files under their digests, as a host does before it serves."""
    from commonhearth.site import settings as host

    with override_settings(STORAGES=host.STORAGES):
        call_command("collectstatic", verbosity=0, interactive=False)
        yield


@pytest.fixture
def site(collected: None, world: Any, real_commits: Any) -> Iterator[str]:
    """The address of a live server on a copy of the world."""
    with serving() as address:
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]
        before, settings.HEARTH_URL = settings.HEARTH_URL, address
        try:
            yield address
        finally:
            settings.HEARTH_URL = before


@pytest.fixture
def window(chromium: Any, site: str, world: Any) -> Iterator[Callable[..., Any]]:
    """Open a window as one of the cast: `window("member", width=PHONE, script=False, dark=True)`.

    At the end each window is asked whether anything left the host or was refused by the policy.
    """
    opened: list[tuple[Any, Watch]] = []

    def open_window(
        who: str = "visitor", *, width: int = DESK, script: bool = True, dark: bool = False, **more: Any
    ) -> Any:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        cookie = world.session(who)
        if cookie:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        watch = Watch(site)
        watch.over(context)
        page = context.new_page()
        page.watch = watch
        opened.append((context, watch))
        return page

    yield open_window
    for context, _watch in opened:
        context.close()
    for _context, watch in opened:
        watch.is_clean()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms open to everybody ask for two seconds; a test's finger is quicker."""
    monkeypatch.setattr(throttle, "QUICKEST", timedelta(0))


@pytest.fixture(scope="session")
def demo_folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo host's folder with the list brought in, to be copied; one for all processes of a run."""
    shelf = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shelf = shelf.parent
    return filled_once(shelf, shared_data / UK)


@pytest.fixture(scope="module")
def host(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo host of this module's own."""
    folder = tmp_path_factory.mktemp("demo") / "host"
    shutil.copytree(demo_folder, folder)
    with serving_demo(folder) as address:
        yield address


@pytest.fixture
def visits(chromium: Any, host: str) -> Iterator[Visits]:
    """Windows onto the demo host; at the end each is asked whether anything left it."""
    people = Visits(chromium, host)
    yield people
    people.ended()

"""What a page is looked at for: accessibility, weight, and nothing from anywhere else.

Limits are DESIGN 3.2: a signed-in list page at most 14 kB of compressed HTML; the whole first view at
most 60 kB in at most 6 requests, at most 20 kB of it JavaScript; at most 1,500 DOM nodes.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Request, Response

PHONE, DESK = 390, 1280
HEIGHTS = {PHONE: 844, DESK: 900}
#: Milliseconds until we give up. What waits here waits for something to come, which costs no time where it comes soon.
PATIENCE = 60_000

HTML_BYTES = 14_000
VIEW_BYTES = 60_000
SCRIPT_BYTES = 20_000
REQUESTS = 6
NODES = 1_500
#: Help now has its own limit (DESIGN 3.7).
HELP_BYTES = 20_000

#: Half a megabyte of script; a window in which many pages are looked at is given it once (`page.add_init_script`).
AXE = Axe().axe_script
#: A page has few colours, and axe reads them again for each piece of text, a quarter of its work. It now keeps them.
AXE += """
(() => {
  const read = new Map(), colour = axe.commons.color.Color.prototype, parse = colour.parseString;
  colour.parseString = function (words) {
    if (!read.has(words)) {
      parse.call(this, words);
      read.set(words, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = read.get(words);
    return this;
  };
})();"""
#: WCAG 2.2 AA and axe's own good practice.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@dataclass
class Watch:
    """What a browser window did: every request off this host, every complaint."""

    origin: str
    off_host: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch a window from its first page on. That nothing leaves this host, the browser's arguments see to."""
        context.on("request", self._asked)
        context.on("response", lambda answer: self.answers.append(answer))
        context.on("console", lambda message: self._heard(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.expose_function("hearthRefused", lambda said: self.complaints.append(said))
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', event => hearthRefused("
            "`refused by policy: ${event.effectiveDirective} ${event.blockedURI} on ${location.pathname}`))"
        )

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.off_host.append(request.url)

    def _heard(self, kind: str, text: str) -> None:
        # Chromium reports every 4xx answer as an error of the page; those are answers we mean.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(f"console: {text}")

    def forgive(self, part: str) -> None:
        """Take complaints out that a test brought about on purpose; there must be one."""
        meant = [said for said in self.complaints if part in said]
        assert meant, f"nobody complained of {part}"
        self.complaints = [said for said in self.complaints if part not in said]

    def is_clean(self) -> None:
        """Fail when anything left the host or the policy had to refuse something."""
        assert self.off_host == [], f"requests off this host: {self.off_host}"
        assert self.complaints == [], "\n".join(self.complaints)


def accessible(page: Page) -> None:
    """Fail with what axe finds on the page.

    A press returns as soon as the next page begins. Until its style has come, everything on it is small.
    """
    page.wait_for_load_state("load")
    # Only what is wrong leaves the page: what axe says of all that is right is long, and is read by nobody.
    run = "options => window.axe ? axe.run(options).then((said) => said.violations) : null"
    found = page.evaluate(run, RULES)
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(run, RULES)
    said = [
        f"{one['id']} ({one['impact']}): {one['help']}\n     {node['html'][:160]}"
        for one in found
        for node in one["nodes"][:4]
    ]
    assert said == [], f"axe on {urlsplit(page.url).path}\n" + "\n".join(said)


def fits(page: Page) -> None:
    """Fail when the page is wider than its window, so that somebody must scroll sideways."""
    page.wait_for_load_state("load")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{urlsplit(page.url).path} is {wide} px wider than its window"


@dataclass(frozen=True)
class Weight:
    """What a first view of a page costs, in compressed bytes, requests and nodes."""

    path: str
    html: int
    everything: int
    scripts: int
    requests: int
    nodes: int

    def within(self, *, html: int = HTML_BYTES) -> None:
        """Fail when the page is heavier than DESIGN 3.2 allows."""
        too_much = {
            name: (value, limit)
            for name, value, limit in (
                ("html bytes", self.html, html),
                ("bytes of the first view", self.everything, VIEW_BYTES),
                ("script bytes", self.scripts, SCRIPT_BYTES),
                ("requests", self.requests, REQUESTS),
                ("nodes", self.nodes, NODES),
            )
            if value > limit
        }
        assert too_much == {}, f"{self.path}: {too_much} (measured, allowed)"


class Scale:
    """Weighs what comes with each page of a window whose cache is empty."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page, self.watch = page, watch
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def clear(self) -> None:
        """Begin anew, before a page is opened."""
        self.page.goto("about:blank")  # what the page before still loads is over
        self.watch.answers.clear()

    def weigh(self, path: str) -> Weight:
        """Say what all that came since weighs."""
        sizes: dict[str, list[int]] = {}
        for answer in self.watch.answers:
            if answer.request.service_worker is not None:
                continue  # the worker begins when the page stands; see tests/browser/test_keeping.py
            if answer.request.redirected_to is None and answer.status != 204:
                kind = answer.request.resource_type
                body = answer.body() if answer.status == 200 else b""
                sizes.setdefault(kind, []).append(
                    len(gzip.compress(body, 6)) if compresses(answer) else len(body)
                )
        return Weight(
            path=path,
            html=sum(sizes.get("document", [])),
            everything=sum(size for kind in sizes.values() for size in kind),
            scripts=sum(sizes.get("script", [])),
            requests=sum(len(kind) for kind in sizes.values()),
            nodes=self.page.evaluate("document.querySelectorAll('*').length"),
        )


def compresses(answer: Response) -> bool:
    """Whether a server sends this compressed: text does, pictures are compressed already."""
    kind = answer.headers.get("content-type", "")
    return kind.startswith("text/") or any(word in kind for word in ("javascript", "json", "svg", "xml"))

"""Which pages are measured, and as whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Who = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageOf:
    """One page.

    Args:
        name: what the table calls it.
        path: address, where `{slug}`, `{circle}`, `{agreement}`, `{listing}` and `{other}` are filled in.
        viewer: "visitor", "stranger", "often" (a member of three communities), "member" or "steward".
        kind: which goals it is judged by: "list", "page", "home", "frame", "part", or "" for a yardstick.
        compared: the community with few people; its page shows as many rows as that of 300.
    """

    name: str
    path: str
    viewer: str
    kind: str = "page"
    compared: str = "ten"

    @property
    def in_community(self) -> bool:
        """Whether the page is one community's."""
        return "{slug}" in self.path

    def address(self, who: Who, community: str) -> str:
        """Return the page's address on one host."""
        found = who.get(community, {})
        return self.path.format(
            slug=found.get("slug", ""),
            circle=found.get("circle_id", ""),
            agreement=found.get("agreement_id", ""),
            listing=who.get("listing", ""),
            other=who.get("other", who.get("listing", "")),
        )

    def session(self, who: Who, community: str) -> str:
        """Return the session of who looks at it; empty for a visitor."""
        if self.viewer == "visitor":
            return ""
        if self.viewer in ("stranger", "often"):
            return str(who[self.viewer]["session"])
        return str(who[community][self.viewer])


FIND = "/find/?place=Portsmouth&words=mental+health&within=25"
MAP = "/find/?place=Portsmouth&within=25&as=map"
YARDSTICKS = (
    PageOf("E: empty page", "/yardstick/e/", "stranger", kind=""),
    PageOf("L: 50 plain rows", "/yardstick/l/", "stranger", kind=""),
)
PAGES = (
    PageOf("our frame, nothing in it", "/c/{slug}/yardstick/frame/", "member", kind="frame"),
    PageOf("fragment: one row", "/c/{slug}/yardstick/part/", "member", kind="part"),
    PageOf("fragment: find inside", "/c/{slug}/search/?q=kitchen", "member", kind="part"),
    PageOf("front", "/", "visitor"),
    PageOf("find", FIND, "visitor"),
    PageOf("find, as a map", MAP, "visitor"),
    PageOf("compare", "/find/compare/?of={listing}&of={other}", "visitor"),
    PageOf("listing", "/directory/{listing}/", "visitor"),
    PageOf("community page", "/c/{slug}/", "visitor"),
    PageOf("join", "/c/{slug}/join/", "stranger"),
    PageOf("home", "/c/{slug}/home/", "member", kind="home"),
    PageOf("home of a steward", "/c/{slug}/home/", "steward", kind="home"),
    PageOf("person home", "/home/", "often"),
    PageOf("circles tree", "/c/{slug}/circles/", "member"),
    PageOf("circle", "/c/{slug}/circles/{circle}/", "member"),
    PageOf("people, 50 rows", "/c/{slug}/people/", "member", kind="list", compared="sixty"),
    PageOf("agreements", "/c/{slug}/agreements/", "member"),
    PageOf("agreement, 10 clauses", "/c/{slug}/agreements/{agreement}/", "member"),
    PageOf("find inside", "/c/{slug}/search/?q=kitchen", "member"),
    PageOf("notices, 30 rows", "/c/{slug}/notices/", "member", kind="list"),
    PageOf("asking list", "/c/{slug}/asking/", "steward", kind="list"),
    PageOf("register, 50 rows", "/c/{slug}/register/", "steward", kind="list", compared="sixty"),
    PageOf("you here", "/c/{slug}/you/", "member"),
    PageOf("growing", "/c/{slug}/growing/", "member"),
    PageOf("start your own", "/start/", "stranger"),
    PageOf("resources", "/resources/", "visitor"),
    PageOf("speaking for myself", "/speaking/", "visitor"),
    PageOf("open data", "/open-data/", "visitor"),
    PageOf("sign in", "/accounts/login/", "visitor"),
    PageOf("help", "/help/gb/", "visitor"),
)

#: Pages of a community that talks much (talk.py), each with the small thing of its kind it is compared with: where
#: that is and who looks. Filled in by `talk.told`.
_LIST = "/c/talk/circles/{%s}/talk/"
TALK: tuple[tuple[PageOf, tuple[str, str] | None], ...] = (
    (PageOf("topic of 5,000 posts", "/c/talk/talk/{long_topic}/", "member", kind="list"),
     ("/c/talk/talk/{short_topic}/", "member")),
    (PageOf("what is new in it", "/c/talk/talk/{long_topic}/?new", "member", kind="list"), None),
    (PageOf("circle of 1,000 topics", _LIST % "many_topics", "member", kind="list"),
     (_LIST % "few_topics", "member")),
    (PageOf("find in that circle", _LIST % "many_topics" + "find/?q=garden", "member"), None),
    (PageOf("what you missed", "/c/talk/talk/", "member"), None),
    (PageOf("what you missed, a year", "/c/talk/talk/?since={year_ago}", "member"), None),
    (PageOf("home, 40 circles", "/c/talk/home/", "member", kind="home"), ("/c/talk/home/", "other")),
    (PageOf("circles, 40 of them", "/c/talk/circles/", "member"), None),
    (PageOf("that circle", "/c/talk/circles/{many_topics}/", "member"), ("/c/talk/circles/{few_topics}/", "member")),
    (PageOf("find inside, 100,000", "/c/talk/search/?q=garden", "member"), None),
    (PageOf("50 posts, open", "/c/talk/talk/{open_topic}/", "member", kind="list"), None),
    (PageOf("50 posts, sealed", "/c/talk/talk/{sealed_topic}/", "member", kind="list"), None),
    (PageOf("meetings, 500", "/c/talk/meetings/", "member"), None),
    (PageOf("calendar of 500", "/o/{community_id}/calendar/{secret}.ics", "visitor", kind="file"), None),
)  # fmt: skip

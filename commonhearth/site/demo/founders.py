"""Three Rivers: made-up people in Leith who have only just begun, by the path that everybody takes."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.founding import selectors, services
from commonhearth.site.demo import compared
from commonhearth.site.demo.telling import Story

BEGAN = 40


def tell(cast: dict[str, Person], *, now: datetime) -> None:
    """Tell the founding circle's story up to now: a draft, three founders, one text, three yeses."""
    began = now - timedelta(days=BEGAN)
    founders = {"Iris": cast["iris"]} | {
        name: people.arrive(email=f"{name.lower()}@demo.invalid", now=began, expected=True)
        for name in ("Callum", "Kirsty")
    }
    draft = services.begin_draft(actor=cast["iris"], kind="village", called="Iris", now=began)
    services.say(
        actor=cast["iris"],
        draft_id=draft.id,
        now=began,
        purpose="A house in Leith where eight to twelve people live, cook and decide together, and a table that is "
        "open on Sundays. Made up for this demo.",
        for_whom="Anyone over eighteen who would rather share a kitchen than own one.",
        town="Edinburgh",
        country="GB",
        latitude=55.952,
        longitude=-3.196,
        name="Three Rivers",
        helplines="GB",
        time_zone="Europe/London",
        meets_on=(now + timedelta(days=9)).date(),
        meets_clock=time(15, 0),
        meets_where="The back room of the Corn Exchange cafe, step-free by the side door",
        meets_district="Leith, near the Shore",
        meets_expect="Soup, a round of names, and an hour about what we would like. Nobody has to say anything.",
    )
    for name in ("Callum", "Kirsty"):
        _link, token = services.invite_founder(actor=cast["iris"], draft_id=draft.id, note=name, now=began)
        services.come_along(actor=founders[name], token=token, name=name, now=began)
    seats = {one.name: one.id for one in selectors.draft_for(cast["iris"], draft.id).founders}
    services.name_roles(
        actor=cast["iris"],
        draft_id=draft.id,
        named=[
            services.Named("steward", seats["Iris"]),
            services.Named("steward", seats["Kirsty"], months=6),
            services.Named("treasurer", seats["Callum"], months=6),
        ],
        now=began,
    )
    text = selectors.draft_for(cast["iris"], draft.id).text
    for person in founders.values():
        draft = services.confirm(actor=person, draft_id=draft.id, text=text, now=began)
    assert draft.community is not None, "three founders have confirmed one text"
    with in_community(draft.community.id):
        story = Story(draft.community, Member.objects.get(name="Iris"), now, {})
        story.members |= {member.name: member for member in Member.objects.all()}
        for number, name in enumerate(["Yusuf", "Oona", "Perla"]):
            story.comes(name, days_ago=30 - number * 2)
        compared.tell(story, by="Iris")

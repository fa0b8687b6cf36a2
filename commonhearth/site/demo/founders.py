"""Three Rivers: six made-up people in Leith who are only beginning."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.demo.telling import Story


def tell(cast: dict[str, Person], *, now: datetime) -> None:
    """Tell the founding circle's story up to now."""
    community = communities.create_community(
        actor=cast["iris"],
        name="Three Rivers",
        slug="three-rivers",
        founder_name="Iris",
        now=now - timedelta(days=40),
        community_kind="founding",
        purpose="Six people in Leith who meet round a kitchen table and mean to begin something that lasts. Made up "
        "for this demo.",
        town="Edinburgh",
        country="GB",
        precision="town",
        languages=["en"],
        time_zone="Europe/London",
        stage=0,
        public_page=False,
    )
    with in_community(community.id):
        story = Story(community, Member.objects.get(), now, {})
        story.members["Iris"] = story.founder
        for number, name in enumerate(["Callum", "Kirsty", "Yusuf", "Oona", "Perla"]):
            story.comes(name, days_ago=36 - number * 2)

"""A community that talks much: 100,000 posts, most of them in the forty circles of one member; and 500 meetings.

Beside each large thing stands a small one of the same kind, in the same community, for the same reader.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from bench import names
from bench.filling import fill_community
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Openness
from commonhearth.foundation.circles.selectors import acting
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.conversations import services
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.rooms.meetings.models import Meeting, Series
from commonhearth.rooms.meetings.services import calendars
from commonhearth.site.finding.kinds import index_again

BATCH = 500
#: What the reader's circles hold together.
PEOPLE, CIRCLES, POSTS, TOPICS, IN_ONE_TOPIC, MEETINGS = 300, 40, 100_000, 1_000, 5_000, 500
#: The small ones: a page and a little more of topics and of posts; posts in the hidden circle and its open twin.
FEW_TOPICS, FEW_POSTS, ALIKE = 32, 60, 55
#: Days that the posts go back.
DAYS = 400


@dataclass(frozen=True, slots=True)
class Talk:
    """Addresses below `/c/talk/`, the secret of the reader's calendar, and two readers."""

    community_id: UUID
    member_email: str
    #: In three circles only, all of them small.
    other_email: str
    secret: str
    many_topics: UUID
    few_topics: UUID
    long_topic: UUID
    short_topic: UUID
    sealed_topic: UUID
    open_topic: UUID


def fill_talk(*, seed: int, posts: int = POSTS) -> Talk:
    """Fill the host in use; with fewer posts for a quick try."""
    rng, now = Random(seed), timezone.now()
    filled = fill_community(rng=rng, slug="talk", size=PEOPLE, now=now)
    with in_community(filled.community_id):
        reader = acting(filled.member, now=now)
        assert reader is not None
        hidden = Circle.objects.get(openness=Openness.CONFIDENTIAL)
        circles = _circles(rng, reader, now)
        reader = acting(filled.member, now=now)
        assert reader is not None
        seats = _seats(circles)
        crowded, small, twin, *others = circles
        share = posts / POSTS
        first = _fill(rng, crowded, seats, now, topics=int(TOPICS * share) or 1, each=20)
        long_topic = _fill(rng, others[0], seats, now, topics=1, each=int(IN_ONE_TOPIC * share))[0]
        rest = posts - Post.objects.count()
        each = max(2, rest // (len(others) * 45))
        for circle in others:
            _fill(rng, circle, seats, now, topics=max(1, rest // (len(others) * each)), each=each)
        few = _fill(rng, small, seats, now, topics=FEW_TOPICS - 1, each=2)
        short_topic = _fill(rng, small, seats, now, topics=1, each=FEW_POSTS)[0]
        alike = [_alike(reader, circle, now) for circle in (hidden, twin)]
        index_again(now=now)
        _meetings(rng, others[:10], now)
        secret = calendars.new_feed(actor=reader, naming="titles", only_yes=False, now=now)
        assert first and few
        other = Member.objects.filter(circle_memberships__circle=small).exclude(id=reader.id).first()
    return Talk(
        filled.community_id, str(filled.member.email), str(other and other.person and other.person.email), secret,
        crowded.id, small.id, long_topic.id, short_topic.id, *(topic.id for topic in alike),
    )  # fmt: skip


def told(talk: Talk) -> dict[str, str]:
    """Return it as it goes into a file."""
    year_ago = (timezone.now() - timedelta(days=365)).date().isoformat()
    return {name: str(value) for name, value in asdict(talk).items()} | {"year_ago": year_ago}


def _id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _circles(rng: Random, reader: Member, now: datetime) -> list[Circle]:
    """Make open circles until the reader sits in so many, each with seven others; return those."""
    root = Circle.objects.get(circle_kind=CircleKind.ROOT)
    others = list(Member.objects.exclude(id=reader.id).filter(standing="member").order_by("created", "id"))
    made = [
        Circle(
            id=_id(rng), parent=root, circle_kind=CircleKind.WORKING, openness=Openness.OPEN,
            name=f"{names.THEMES[number % len(names.THEMES)]} {number}", purpose="What we do together.", created=now,
        )
        for number in range(CIRCLES - len(reader.seats))
    ]  # fmt: skip
    Circle.objects.bulk_create(made)
    CircleMembership.objects.bulk_create(
        [
            CircleMembership(
                id=_id(rng), circle=circle, member=member, name=member.name.split()[-1], word=str(place),
                joined=now, created=now,
            )
            for circle in made
            for place, member in enumerate([reader, *rng.sample(others, 7)])
        ],
        batch_size=BATCH,
    )  # fmt: skip
    return made


def _seats(circles: list[Circle]) -> dict[UUID, list[CircleMembership]]:
    found: dict[UUID, list[CircleMembership]] = {}
    for seat in CircleMembership.objects.filter(circle__in=circles).order_by("created", "id"):
        found.setdefault(seat.circle_id, []).append(seat)
    return found


def _fill(
    rng: Random,
    circle: Circle,
    seats: dict[UUID, list[CircleMembership]],
    now: datetime,
    *,
    topics: int,
    each: int,
) -> list[Topic]:
    """Make topics with so many posts each: three in ten answer another, one in twenty has a care note."""
    rows, posts = [], []
    for _ in range(topics):
        begun = now - timedelta(minutes=rng.randint(10, DAYS * 1440))
        topic = Topic(
            id=_id(rng), circle=circle, title=" ".join(rng.sample(names.THEMES, 3)), tags=" garden rota ",
            begun_by=seats[circle.id][0], last_posted=now, created=begun,
        )  # fmt: skip
        rows.append(topic)
        moments = sorted(begun + (now - begun) * rng.random() ** 2 for _ in range(each))
        heads: list[Post] = []
        for at in moments:
            post = Post(
                id=_id(rng), topic=topic, circle=circle, author=rng.choice(seats[circle.id]), text=_words(rng),
                care_note="loss" if rng.random() < 0.05 else "", created=at,
            )  # fmt: skip
            head = rng.choice(heads[-5:]) if heads and rng.random() < 0.3 else post
            post.answers = None if head is post else head
            post.thread, post.thread_at = head.id, head.created
            if head is post:
                heads.append(post)
            posts.append(post)
        topic.last_posted = moments[-1]
    Topic.objects.bulk_create(rows, batch_size=BATCH)
    Post.objects.bulk_create(posts, batch_size=BATCH)
    return rows


def _words(rng: Random) -> str:
    """Return two to four sentences, sometimes with a list or a link."""
    said = [names.said(rng) for _ in range(rng.randint(1, 2))]
    if rng.random() < 0.2:
        said.append("\n\n- soup\n- *bread*\n- a long table")
    if rng.random() < 0.1:
        said.append("See https://example.org/rota for the rest.")
    return " ".join(said)


def _alike(reader: Member, circle: Circle, now: datetime) -> Topic:
    """Write the same posts, by the same person, through the service."""
    rng = Random("alike")
    topic = services.begin_topic(
        actor=reader,
        circle=circle,
        title="What we told each other",
        text=_words(rng),
        now=now - timedelta(days=2),
    )
    for number in range(ALIKE - 1):
        services.write_post(
            actor=reader,
            topic=topic,
            text=_words(rng),
            now=now - timedelta(days=1) + timedelta(minutes=number),
        )
    return topic


def _meetings(rng: Random, circles: list[Circle], now: datetime) -> None:
    """Make a weekly series in each of these circles, so that all of them together have so many dates."""
    first = now.date() + timedelta(days=1)
    series = [
        Series(
            id=_id(rng), circle=circle, first=first, at="18:30", zone="Europe/London", rule="FREQ=WEEKLY",
            title="Evening together", about="We eat first. Come when you can.", place="12 Quay Road", created=now,
        )
        for circle in circles
    ]  # fmt: skip
    Series.objects.bulk_create(series)
    Meeting.objects.bulk_create(
        [
            Meeting(
                id=_id(rng), series=row, circle=row.circle, on=first + timedelta(days=7 * week),
                starts=now + timedelta(days=7 * week + 1), ends=now + timedelta(days=7 * week + 1, hours=2),
                changed=now, created=now,
            )
            for week in range(MEETINGS // len(series))
            for row in series
        ],
        batch_size=BATCH,
    )  # fmt: skip

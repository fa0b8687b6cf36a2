"""News for other programs: whose, of what, signed how, tried how often, and never about a person."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.jobs import Later
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.members import services as members
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.webhooks import delivery, selectors, services, signing
from commonhearth.foundation.webhooks.models import Delivery, State, Webhook
from commonhearth.foundation.webhooks.wording import KINDS
from tests.world import World


class Receiver:
    """Another program on this machine: keeps what it is told, and answers as it is asked to."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.told.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(outer.answers.pop(0) if outer.answers else 204)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    one = Receiver()
    settings.HEARTH_EGRESS = "listed"
    settings.HEARTH_EGRESS_PRIVATE = [f"127.0.0.1:{one.port}"]
    yield one
    one.server.shutdown()
    one.server.server_close()


def register(world: World, receiver: Receiver, kinds=tuple(KINDS)) -> services.NewWebhook:
    return services.register(
        actor=world.harbour.acting("steward"),
        url=f"http://127.0.0.1:{receiver.port}/told?by=harbour",
        kinds=list(kinds),
        now=world.now,
    )


def news_of(made: services.NewWebhook) -> list[Delivery]:
    return list(Delivery.objects.filter(webhook=made.webhook))


def hand_over(world: World, row: Delivery, **at) -> None:
    delivery.hand_over(world.harbour.community.id, row.id, now=world.now + timedelta(**at))


def test_a_receiver_can_check_that_it_is_ours(world: World, receiver: Receiver):
    with world.harbour.within():
        made = register(world, receiver)
        services.news("circle.opened", data={"circle": "c"}, now=world.now)
        (row,) = news_of(made)
    hand_over(world, row)
    ((headers, body),) = receiver.told
    # As the Standard Webhooks specification says it, worked out afresh.
    key = base64.b64decode(made.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-timestamp"] == str(int(world.now.timestamp()))
    assert json.loads(body) == {
        "type": "circle.opened",
        "timestamp": world.now.isoformat(),
        "data": {"community": str(world.harbour.community.id), "circle": "c"},
    }


def test_the_scheme_is_the_published_one():
    """The worked example of the Standard Webhooks reference libraries (MIT licence), read in November 2026."""
    found = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        b'{"test": 2432232314}',
    )
    assert found == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_try_that_fails_comes_again_with_the_same_id(world: World, receiver: Receiver):
    receiver.answers = [500, 200]
    with world.harbour.within():
        made = register(world, receiver)
        services.news("member.left", data={}, now=world.now)
        (row,) = news_of(made)
    with pytest.raises(Later) as later:
        hand_over(world, row)
    assert later.value.due == world.now + delivery.PAUSES[0]
    hand_over(world, row, minutes=1)
    hand_over(world, row, minutes=2)  # the job again, after a crash: it has arrived, nothing goes out
    assert len(receiver.told) == 2
    assert receiver.told[0][0]["webhook-id"] == receiver.told[1][0]["webhook-id"]
    assert receiver.told[0][0]["webhook-timestamp"] != receiver.told[1][0]["webhook-timestamp"]
    with world.harbour.within():
        row.refresh_from_db()
        assert (row.state, row.tries, row.answer) == (State.ARRIVED, 2, "200")
        assert Webhook.objects.get(id=made.webhook.id).failing_since is None


def test_after_the_last_try_it_is_parked(world: World, receiver: Receiver):
    receiver.answers = [503] * 20
    with world.harbour.within():
        made = register(world, receiver)
        services.news("member.left", data={}, now=world.now)
        (row,) = news_of(made)
    for _ in delivery.PAUSES:
        with pytest.raises(Later):
            hand_over(world, row)
    hand_over(world, row)
    with world.harbour.within():
        row.refresh_from_db()
        assert (row.state, row.tries) == (State.PARKED, len(delivery.PAUSES) + 1)


def test_an_address_that_stays_silent_is_ended_and_who_named_it_is_told(world: World, receiver: Receiver):
    receiver.server.shutdown()
    receiver.server.server_close()
    with world.harbour.within():
        made = register(world, receiver)
        services.news("member.left", data={}, now=world.now)
        (row,) = news_of(made)
        Webhook.objects.filter(id=made.webhook.id).update(failing_since=world.now - delivery.SILENT)
    hand_over(world, row)
    with world.harbour.within():
        hook = Webhook.objects.get(id=made.webhook.id)
        assert (hook.ended, hook.ended_because) == (world.now, "silent")
        told = Notice.objects.filter(member=world.harbour.acting("steward"), code="webhook.ended")
        assert told.count() == 1
        services.news("member.left", data={}, now=world.now)
        assert len(news_of(made)) == 1


def test_an_address_that_is_gone_is_ended_at_once(world: World, receiver: Receiver):
    receiver.answers = [410]
    with world.harbour.within():
        made = register(world, receiver)
        services.news("member.left", data={}, now=world.now)
        (row,) = news_of(made)
    hand_over(world, row)
    with world.harbour.within():
        assert Webhook.objects.get(id=made.webhook.id).ended_because == "gone"


def test_nothing_goes_out_for_an_ended_hook_or_a_frozen_community(world: World, receiver: Receiver):
    with world.harbour.within():
        made = register(world, receiver)
        services.news("member.left", data={}, now=world.now)
        (row,) = news_of(made)
        services.end(actor=world.harbour.acting("steward"), webhook=made.webhook, now=world.now)
    hand_over(world, row)
    assert receiver.told == []


def test_a_redirect_is_not_followed(world: World, receiver: Receiver):
    receiver.answers = [302]
    with world.harbour.within():
        made = register(world, receiver)
        services.news("member.left", data={}, now=world.now)
        (row,) = news_of(made)
    with pytest.raises(Later):
        hand_over(world, row)
    assert len(receiver.told) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/told",
        "https://",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://user:word@example.org/",
        "http://127.0.0.1:1/told",
        "https://exa mple.org",
    ],
)
def test_what_is_no_address_of_another_host_is_not_taken(world: World, receiver: Receiver, url: str):
    with world.harbour.within(), pytest.raises(services.NoAddress):
        services.register(
            actor=world.harbour.acting("steward"), url=url, kinds=["member.left"], now=world.now
        )


def test_a_private_address_that_the_operator_did_not_name_is_never_dialled(
    world: World, receiver: Receiver, settings
):
    with world.harbour.within():
        made = register(world, receiver)
        services.news("member.left", data={}, now=world.now)
        (row,) = news_of(made)
    settings.HEARTH_EGRESS_PRIVATE, settings.HEARTH_EGRESS_PORTS = [], [receiver.port]
    with pytest.raises(Later):
        hand_over(world, row)
    assert receiver.told == []
    with world.harbour.within():
        row.refresh_from_db()
        assert row.answer == "private"


@pytest.mark.parametrize("who", ["guest", "member", "paused", "registrar"])
def test_only_stewards_name_addresses(world: World, receiver: Receiver, who: str):
    with world.harbour.within():
        actor = world.harbour.acting(who)
        with pytest.raises(Refused):
            services.register(actor=actor, url="https://example.org/", kinds=["member.left"], now=world.now)
        with pytest.raises(NotVisible):
            selectors.webhooks_of(actor)


def test_there_are_ten_at_most_and_each_is_told_something(world: World, receiver: Receiver):
    with world.harbour.within():
        for kinds in ([], ["circle.joined"]):
            with pytest.raises(services.NoKind):
                register(world, receiver, kinds)
        for _ in range(services.MOST - Webhook.objects.filter(ended=None).count()):
            register(world, receiver)
        with pytest.raises(services.TooManyWebhooks):
            register(world, receiver)


def test_the_secret_is_sealed(world: World, receiver: Receiver):
    with world.harbour.within():
        made = register(world, receiver)
        kept = Webhook.objects.filter(id=made.webhook.id).values_list("secret", flat=True).get()
    assert made.secret not in str(kept)


def test_news_are_told_of_what_is_open_and_of_nobody(world: World, receiver: Receiver):
    """Each thing that can be told happens, in each sort of circle; what is told holds no name and no person's id."""
    with world.harbour.within():
        made = register(world, receiver)
        steward, member = world.harbour.acting("steward"), world.harbour.acting("member")
        communities.change_community(
            actor=steward, community=world.harbour.community, town="Leith", now=world.now
        )
        for openness in ("open", "closed", "confidential"):
            circles.open_circle(
                actor=member,
                parent=world.harbour.circles["root"],
                kind="working",
                openness=openness,
                name=f"Secretly {openness}",
                purpose="p",
                own_name="Bird",
                now=world.now,
            )
        members.leave(actor=member, now=world.now)
        told = [(row.kind, row.data) for row in news_of(made)]
    kinds = [kind for kind, _data in told]
    assert sorted(kinds) == ["circle.opened", "community.changed", "member.left"]
    said = json.dumps(told)
    assert not [
        word for word in ("Secretly", "Bird", "Mara", str(member.id), str(member.pseudonym)) if word in said
    ]


def test_news_of_wordings_only_where_everyone_may_read(world: World, receiver: Receiver):
    from commonhearth.foundation.agreements import services as agreements
    from commonhearth.foundation.agreements.models import Agreement

    with world.harbour.within():
        made = register(world, receiver)
        member = world.harbour.acting("member")
        for key in ("open", "closed", "hidden"):
            agreement = Agreement.objects.filter(circle=world.harbour.circles[key]).first()
            agreement.circle = world.harbour.circles[key]
            agreements.propose_version(
                actor=member,
                agreement=agreement,
                text="A new clause.",
                short="A new clause.",
                closes=world.now + timedelta(days=3),
                now=world.now,
            )
        told = [row for row in news_of(made) if row.kind == "agreement.proposed"]
        assert [row.data["circle"] for row in told] == [str(world.harbour.circles["open"].id)]


def test_one_job_for_each_piece_of_news_in_its_transaction(world: World, receiver: Receiver):
    with world.harbour.within():
        register(world, receiver)
        before = Job.objects.filter(task__endswith="webhooks.tasks.deliver").count()
        services.news("member.left", data={}, now=world.now)
        assert Job.objects.filter(task__endswith="webhooks.tasks.deliver").count() == before + 1


def test_named_on_the_page_the_secret_is_shown_once(world: World, monkeypatch):
    import re

    monkeypatch.setattr("commonhearth.foundation.accounts.step_up.is_fresh", lambda request: True)
    client = world.client("steward")
    page = client.get("/c/harbour/webhooks/new/").content.decode()
    posted = {
        "once_key": re.search(r'name="once_key" value="([^"]+)"', page)[1],
        "url": "https://example.org/told",
        "kinds": ["member.joined"],
    }
    first, again = (client.post("/c/harbour/webhooks/new/", posted).content.decode() for _ in range(2))
    assert "whsec_" in first and "whsec_" not in again and "named already" in again
    assert "example.org" in client.get("/c/harbour/webhooks/").content.decode()
    wrong = client.post(
        "/c/harbour/webhooks/new/", posted | {"url": "http://example.org/", "once_key": "k" * 20}
    )
    assert wrong.status_code == 422 and "begins with https" in wrong.content.decode()

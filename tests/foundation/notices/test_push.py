"""Waking a device: an empty request, signed, to a push service that this host knows, and nowhere else."""

from __future__ import annotations

import base64
import json
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings

from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.jobs import Later
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.notices import push
from commonhearth.foundation.notices.models import Device
from commonhearth.foundation.notices.push import sending, vapid
from commonhearth.foundation.notices.push.hosts import NoPushService, host_of
from tests.foundation.fetch.internet import Internet
from tests.world import World

#: The operator's own push service, at an address that they let out; nothing else in a test may be plain http.
SERVICE = "http://198.51.100.7:8099/wake/abc"
AGENT = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


@pytest.fixture(autouse=True)
def let_out(settings, tmp_path: Path) -> None:
    settings.HEARTH_EGRESS = "listed"
    settings.HEARTH_EGRESS_PRIVATE = ["198.51.100.7:8099"]
    settings.HEARTH_KEY_FILE = tmp_path / "keys" / "host.key"


@pytest.fixture
def ada(db) -> Person:
    return Person.objects.create_user(email="ada@example.org")


@pytest.fixture
def device(ada: Person, now) -> Device:
    return push.add_device(actor=ada, address=SERVICE, user_agent=AGENT, now=now)


def answering(status: str) -> Internet:
    net = Internet()
    net.site(
        "198.51.100.7",
        "198.51.100.7",
        lambda _asked: [f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()],
    )
    return net


def wake(device: Device, net: Internet, now) -> None:
    sending.wake_one(device.id, until=now + timedelta(minutes=30), now=now, network=net.network)


def unpack(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_what_goes_out_is_empty_and_signed_by_this_host(device: Device, now):
    net = answering("201 Created")
    wake(device, net, now)
    [asked] = net.requests
    head, _blank, body = asked.decode().partition("\r\n\r\n")
    assert body == "" and "Content-Length: 0" in head
    assert re.search(r"^TTL: \d+\r?$", head, re.MULTILINE) and "Urgency: high" in head
    found = re.search(r"Authorization: vapid t=(\S+)\.(\S+)\.(\S+), k=(\S+)", head)
    assert found is not None
    header, says, signature, key = found.groups()
    assert json.loads(unpack(header)) == {"typ": "JWT", "alg": "ES256"}
    claims = json.loads(unpack(says))
    assert claims["aud"] == "http://198.51.100.7:8099"
    assert now.timestamp() < claims["exp"] <= (now + timedelta(hours=24)).timestamp()
    assert claims["sub"].startswith(("mailto:", "https:"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpack(key))
    raw = unpack(signature)
    assert len(raw) == 64
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(der, f"{header}.{says}".encode(), ec.ECDSA(hashes.SHA256()))
    assert key == vapid.public_key()


def test_the_key_is_kept_for_its_owner_alone(ada: Person):
    first = vapid.public_key()
    file = Path(settings.HEARTH_KEY_FILE).parent / "push.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert vapid.public_key() == first
    assert [one.name for one in file.parent.iterdir()] == ["push.key"]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_device_that_is_gone_is_taken_off_the_list(device: Device, now, status: str):
    wake(device, answering(status), now)
    assert Device.objects.count() == 0


@pytest.mark.parametrize("status", ["429 Too Many Requests", "500 Oh", "503 Not Now"])
def test_a_busy_push_service_is_asked_again_while_it_is_worth_it(device: Device, now, status: str):
    with pytest.raises(Later):
        wake(device, answering(status), now)
    net = answering(status)
    sending.wake_one(device.id, until=now, now=now, network=net.network)
    assert net.requests == [], "the moment has passed"
    assert Device.objects.count() == 1


def test_a_push_service_that_is_down_is_asked_again(device: Device, now):
    with pytest.raises(Later):
        wake(device, Internet(), now)


def test_nothing_goes_out_where_the_operator_lets_nothing_out(device: Device, now, settings):
    settings.HEARTH_EGRESS = "off"
    net = answering("201 Created")
    wake(device, net, now)
    assert net.dialled == [] and Device.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://example.org/push",
        "https://fcm.googleapis.com.example.org/push",
        "https://evilpush.apple.com/push",
        "https://127.0.0.1/push",
        "https://[::1]/push",
        "http://198.51.100.7:8098/wake",
        "https://user:word@fcm.googleapis.com/send",
        "javascript:alert(1)",
        "",
        "https://fcm.googleapis.com/" + "x" * 1000,
    ],
)
def test_an_address_that_is_no_known_push_service_is_refused(ada: Person, now, address: str):
    with pytest.raises(NoPushService):
        push.add_device(actor=ada, address=address, user_agent=AGENT, now=now)
    assert Device.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://db5p.notify.windows.com/w/?token=abc",
    ],
)
def test_the_browsers_own_push_services_are_known(address: str):
    host_of(address)


def test_a_name_that_leads_somewhere_private_is_not_followed(ada: Person, now):
    device = push.add_device(
        actor=ada, address="https://fcm.googleapis.com/fcm/send/abc", user_agent=AGENT, now=now
    )
    net = Internet()
    net.site("fcm.googleapis.com", "10.0.0.5", lambda _asked: [b"HTTP/1.1 201 Created\r\n\r\n"])
    wake(device, net, now)
    assert net.dialled == []


def test_the_address_stands_closed_and_the_same_device_is_one(device: Device, ada: Person, now):
    assert "198.51.100.7" not in device.address
    push.add_device(actor=ada, address=SERVICE, user_agent=AGENT, now=now)
    assert Device.objects.count() == 1
    assert device.name == "Firefox on Android"


def test_whoever_signs_in_on_a_device_next_takes_it_over(device: Device, now):
    other = Person.objects.create_user(email="ben@example.org")
    push.add_device(actor=other, address=SERVICE, user_agent=AGENT, now=now)
    assert [one.person_id for one in Device.objects.all()] == [other.id]


def test_a_person_has_only_so_many(ada: Person, now):
    for number in range(push.devices.MOST + 2):
        push.add_device(
            actor=ada, address=f"{SERVICE}{number}", user_agent=AGENT, now=now + timedelta(minutes=number)
        )
    assert Device.objects.count() == push.devices.MOST


def test_made_up_people_of_a_demo_are_not_woken(db, now):
    nobody = Person.objects.create_user(email="demo@example.org", demo_line="A steward")
    with pytest.raises(Refused):
        push.add_device(actor=nobody, address=SERVICE, user_agent=AGENT, now=now)


def test_waking_writes_one_job_a_device_and_no_words(device: Device, ada: Person, now):
    assert push.wake([ada.id, None], now=now) == 1
    job = Job.objects.get(task__endswith="wake_device")
    assert job.args["args"][0] == str(device.id)


def test_the_pages(world: World, settings):
    client = world.client("member")
    Device.objects.filter(person=world.persons["member"]).delete()
    assert "No device of yours is woken." in client.get("/waking/").content.decode()
    client.post("/waking/add/", {"endpoint": SERVICE}, headers={"User-Agent": AGENT})
    assert "Firefox on Android" in client.get("/waking/").content.decode()
    device = Device.objects.get(person=world.persons["member"])
    assert world.client("neighbour").post(f"/waking/{device.id}/end/").status_code == 404
    client.post(f"/waking/{device.id}/end/")
    assert not Device.objects.filter(id=device.id).exists()
    refused = client.post("/waking/add/", {"endpoint": "https://example.org/x"}, follow=True)
    assert "does not know" in refused.content.decode()
    worker = world.client("visitor").get("/waking/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "fetch" not in worker.content.decode() and "caches" not in worker.content.decode()

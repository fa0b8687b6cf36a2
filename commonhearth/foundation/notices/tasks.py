"""What a whole circle is told, and the daily letter, written when a member's own clock allows."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.agreements.selectors.assent import in_force, who_has_not_read
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.notices import services
from commonhearth.foundation.notices.telling import tell_circle
from commonhearth.foundation.notices.terms import remind_of_terms
from commonhearth.foundation.tenancy import community_ids, current_community, in_community


@task()
def letters_here() -> None:
    """Write the letters that are due in the community in reach."""
    community = Community.objects.get(id=current_community())
    services.send_letters(community=community, now=timezone.now())


@task()
def terms_here() -> None:
    """Tell who holds a role that ends before long, in the community in reach."""
    remind_of_terms(now=timezone.now())


@task()
def someone_needed(circle_id: str) -> None:
    """Tell a circle's people that a role is without anyone."""
    tell_circle(
        circle_id=UUID(circle_id),
        code="circle.needs_someone",
        url_name="circles:circle",
        url_args=[circle_id],
        now=timezone.now(),
    )


@task()
def wording_shown(version_id: str, circle_id: str) -> None:
    """Tell a circle's people that a wording is before them."""
    tell_circle(
        circle_id=UUID(circle_id),
        code="wording.shown",
        url_name="circles:circle",
        url_args=[circle_id],
        now=timezone.now(),
    )


@task()
def rules_changed(version_id: str, circle_id: str) -> None:
    """Ask a circle's people to read a ground rule that came in force, except those whose yes is in it."""
    version = in_force(UUID(circle_id)).filter(id=UUID(version_id)).first()
    if version is not None:
        tell_circle(
            circle_id=UUID(circle_id),
            code="rules.changed",
            url_name="agreements:ground_rules",
            url_args=[circle_id],
            now=timezone.now(),
            only=who_has_not_read(version),
        )


@every("notices.letters", seconds=1800)
@task()
def letters_due() -> None:
    """Ask for the letters of every community, one job each."""
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(letters_here, "letters").enqueue()


@every("notices.terms", seconds=6 * 3600)
@task()
def terms_due() -> None:
    """Ask for it in every community, one job each."""
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(terms_here, "terms").enqueue()


@task(outside=True, tries=3, lease=60)
def wake_device(device_id: str, until: int) -> None:
    """Wake one device of somebody who chose it, unless the moment has passed."""
    from commonhearth.foundation.notices.push.sending import wake_one

    wake_one(UUID(device_id), until=datetime.fromtimestamp(until, UTC), now=timezone.now())


@task(outside=True, tries=3, lease=60)
def send_text(community_id: str, text_id: str) -> None:
    """Hand one text message to the operator's gateway, unless its moment has passed."""
    from commonhearth.foundation.notices.sms.sending import hand_over

    hand_over(UUID(community_id), UUID(text_id), now=timezone.now())


@every("notices.forget-texts", seconds=6 * 3600)
@task()
def forget_texts() -> None:
    """Give each community its turn."""
    for community_id in community_ids():
        with in_community(community_id):
            forget_texts_here.enqueue()


@task()
def forget_texts_here() -> None:
    """Let go, in the community in reach, of numbers nobody confirmed and of messages that went long ago."""
    from commonhearth.foundation.notices.sms.numbers import forget

    forget(now=timezone.now())

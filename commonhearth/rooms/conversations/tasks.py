"""What conversations do by themselves: telling whom a post concerns, and letting go of what has lapsed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import jobs
from commonhearth.foundation.tenancy import community_ids, current_community, in_community


@task()
def tell_of_post(post_id: str) -> None:
    """Tell whom a new or changed post concerns; one that is gone by now concerns nobody.

    The job is kept in the transaction of the post itself, so that a stop in between loses nothing.
    """
    from commonhearth.rooms.conversations.models import Post
    from commonhearth.rooms.conversations.telling import tell_of

    rows = Post.objects.select_related("circle", "topic", "author", "answers")
    for post in rows.filter(id=UUID(post_id)):
        tell_of(post, now=timezone.now())


@jobs.every("conversations.lapsed", seconds=6 * 3600)
@task()
def lapsed() -> None:
    """Give each community its turn."""
    from commonhearth.rooms.conversations.mail import intake

    intake.forget_seen(now=timezone.now())
    for community_id in community_ids():
        with in_community(community_id):
            lapsed_here.enqueue()


@task()
def lapsed_here() -> None:
    """Let go, in the community in reach, of what has lapsed."""
    from commonhearth.rooms.conversations.mail import intake
    from commonhearth.rooms.conversations.services import letters, tonight

    letters.forget_lapsed(now=timezone.now())
    tonight.forget_calls(now=timezone.now())
    intake.forget(now=timezone.now())


@jobs.every("conversations.posts-by-mail", seconds=300)
@task()
def posts_by_mail() -> None:
    """Give each community its turn in which somebody wants new posts by mail."""
    from commonhearth.rooms.conversations.models import How, MailWish

    for community_id in community_ids():
        with in_community(community_id):
            if MailWish.objects.filter(how=How.EACH).exists():
                jobs.keyed(posts_by_mail_here, "posts-by-mail").enqueue()


@task()
def posts_by_mail_here() -> None:
    """Write the mails with new posts that are due in the community in reach."""
    from commonhearth.foundation.communities.models import Community
    from commonhearth.rooms.conversations.services import mailing

    community = Community.objects.get(id=current_community())
    mailing.send_posts(community=community, now=timezone.now())


@jobs.every("conversations.mail-in", seconds=120)
@task(outside=True, tries=1)
def fetch_mail() -> None:
    """Fetch answers from the mailbox that the operator named, where there is one."""
    if settings.HEARTH_MAIL_IN and settings.HEARTH_MAIL_REPLY:
        from commonhearth.rooms.conversations.mail import imap

        imap.fetch(now=timezone.now())

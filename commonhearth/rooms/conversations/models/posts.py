"""Posts: what somebody wrote in a topic, under their name in that circle or under none."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel

#: Letters in a post; more belongs into the handbook or a file.
LONGEST_POST = 20_000
LONGEST_CARE_NOTE = 200


class Wish(models.TextChoices):
    """What the author would like from those who read. Words on screen: `wording.WISHES`."""

    LISTENING = "listening"
    ADVICE = "advice"
    NO_REPLY = "no_reply"


class Post(TenantModel):
    """What somebody wrote. Its words stand plain, or sealed where the circle is hidden.

    A post without a name has no `author`: who wrote it is sealed with a key that this post alone has.
    """

    belongs_to = "author__member"
    erased = ("text", "sealed_text", "care_note", "sealed_care_note")
    stays = "thread"
    field_classes = {
        "topic": "circle",
        "circle": "circle",
        "author": "circle",
        "anonymous": "circle",
        "sealed_author": "secret",
        "written_by": "circle",
        "answers": "circle",
        "thread": "circle",
        "thread_at": "circle",
        "text": "circle",
        "sealed_text": "circle",
        "care_note": "circle",
        "sealed_care_note": "circle",
        "wish": "circle",
        "edits": "circle",
        "edited": "circle",
        "withdrawn": "circle",
        "hidden": "circle",
        "taken_down": "circle",
        "reason": "circle",
    }

    topic = models.ForeignKey("conversations.Topic", on_delete=models.CASCADE, related_name="posts")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    anonymous = models.BooleanField(default=False)
    #: The membership's id, where the post stands without a name.
    sealed_author = SealedField(owner="post", null=True)
    #: Who wrote it down, for an author without a sign-in who chose them to.
    written_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: The post at the head of its thread; empty for that one itself. There is one level, never two.
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="answered_by"
    )
    #: Id and moment of the thread's head, of the head's own too: by these a topic is read thread by thread.
    thread = models.UUIDField()
    thread_at = models.DateTimeField()
    text = models.TextField(blank=True)
    sealed_text = SealedField(owner="circle", null=True)
    #: What a reader should know before opening it: codes and the author's own words (`care_notes.py`).
    care_note = models.CharField(max_length=LONGEST_CARE_NOTE, blank=True)
    sealed_care_note = SealedField(owner="circle", null=True)
    wish = models.CharField(max_length=10, choices=Wish, blank=True)
    #: How often it was changed; a change says which state it was made from.
    edits = models.PositiveIntegerField(default=0)
    edited = models.DateTimeField(null=True, blank=True)
    #: Taken back by its author: the words are gone, the place in the thread stays.
    withdrawn = models.DateTimeField(null=True, blank=True)
    #: Out of sight for a time, or taken down for good, by those whom the circle's rules give that; `reason`
    #: is a code that its author is told.
    hidden = models.DateTimeField(null=True, blank=True)
    taken_down = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)

    #: False where `files.selectors.with_what_hangs` saw that nothing hangs on it; else files are looked for.
    has_files: bool = True
    #: Whether who wrote it down is kept apart from whoever reads it: taken for so until a selector has looked.
    writer_apart: bool = True

    class Meta:
        base_manager_name = "objects"
        ordering = ["thread_at", "thread", "created", "id"]
        indexes = [
            models.Index(
                fields=["topic", "thread_at", "thread", "created", "id"], name="talk_posts_by_thread"
            ),
            models.Index(fields=["topic", "created", "id"], name="talk_posts_by_time"),
            models.Index(fields=["community", "circle", "author"], name="talk_posts_by_author"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(author__isnull=True), name="talk_no_name_on_nameless"
            ),
            models.CheckConstraint(
                condition=Q(anonymous=True) | Q(sealed_author__isnull=True), name="talk_named_or_sealed"
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(written_by__isnull=True), name="talk_nameless_by_nobody"
            ),
        ]


class PostVersion(TenantModel):
    """What a post said before it was changed, for whoever may read the post."""

    belongs_to = "post__author__member"
    erased = ROW
    field_classes = {
        "post": "circle",
        "circle": "circle",
        "number": "circle",
        "text": "circle",
        "sealed_text": "circle",
    }

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    #: `Post.edits` while it said this; `created` is when it ceased to.
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    sealed_text = SealedField(owner="circle", null=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="talk_version_once")]


class Mention(TenantModel):
    """A post asks for somebody by their name in the circle, or for all who are in it (then `person` is empty)."""

    belongs_to = "person__member"
    erased = ROW
    #: Which post asked for somebody is the author's to take along, not theirs.
    field_classes = {"post": "circle", "person": "circle", "told": "circle"}

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: When they were told, if there was anybody to tell.
    told = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="talk_mention_once")]

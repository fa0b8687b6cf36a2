"""A file that hangs on a thing. The bytes stand on the disk (`disk.py`); here stands what they are."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel

#: The longer side of the small picture, for phones and lists.
SMALL = 480


class FileKind(models.TextChoices):
    """What is done with it on a page: shown, handed out, or played."""

    PICTURE = "picture"
    PAPER = "paper"
    SOUND = "sound"


#: The types that are kept, each with its kind and the ending of its name. Nothing else is ever sent out.
TYPES: dict[str, tuple[FileKind, str]] = {
    "image/jpeg": (FileKind.PICTURE, ".jpg"),
    "image/png": (FileKind.PICTURE, ".png"),
    "application/pdf": (FileKind.PAPER, ".pdf"),
    "audio/mpeg": (FileKind.SOUND, ".mp3"),
    "audio/mp4": (FileKind.SOUND, ".m4a"),
    "audio/ogg": (FileKind.SOUND, ".ogg"),
    "audio/webm": (FileKind.SOUND, ".webm"),
    "audio/wav": (FileKind.SOUND, ".wav"),
}


class File(TenantModel):
    """One file, in the order in which it was hung on its thing.

    It says of nobody that they brought it: that stands on the thing, if it stands anywhere.
    """

    field_classes = {
        "about_kind": "host",
        "about_id": "circle",
        "circle_id": "host",
        "member_id": "host",
        "key": "secret",
        "name": "circle",
        "sealed_name": "circle",
        "content_type": "circle",
        "size": "circle",
        "small_size": "circle",
        "width": "circle",
        "height": "circle",
        "seconds": "circle",
        "place": "circle",
    }

    #: The table of the thing, and its id: packages above know what it is (`hanging.py`).
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    #: With whose key it is sealed, where it is; the community's where neither is named.
    circle_id = models.UUIDField(null=True, editable=False)
    member_id = models.UUIDField(null=True, editable=False)
    #: The key that seals the bytes on the disk; with none they stand there as they are. It is renewed with the
    #: circle's, travels as every sealed value does, and where it is destroyed the bytes are nothing any more.
    key = SealedField(owner=("member", "circle", "community"), null=True)
    name = models.CharField(max_length=120, blank=True)
    sealed_name = SealedField(owner=("member", "circle", "community"), null=True)
    content_type = models.CharField(max_length=20, choices=[(kind, kind) for kind in TYPES])
    size = models.PositiveIntegerField()
    #: Bytes of the small one beside a picture, 0 where there is none.
    small_size = models.PositiveIntegerField(default=0)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    #: How long a recording is, where that is known.
    seconds = models.PositiveSmallIntegerField(null=True)
    place = models.PositiveIntegerField(default=0)

    #: The name in words for the viewer for whom `selectors` fetched the file, and the thing it hangs on.
    called: str = ""
    thing: Any = None

    class Meta(TenantModel.Meta):
        abstract = False
        ordering = ["place", "created", "id"]
        indexes = [models.Index(fields=["community", "about_kind", "about_id"], name="files_by_thing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__isnull=True, sealed_name__isnull=True)
                | Q(key__isnull=False, sealed_name__isnull=False, name=""),
                name="files_sealed_whole",
            ),
            models.CheckConstraint(condition=Q(content_type__in=list(TYPES)), name="files_of_known_types"),
        ]

    @property
    def kind(self) -> FileKind:
        """Whether it is a picture, a paper or a sound."""
        return TYPES[self.content_type][0]

    @property
    def is_paper(self) -> bool:
        """Whether it is only saved, never shown."""
        return self.kind == FileKind.PAPER

    @property
    def is_sound(self) -> bool:
        """Whether it is played."""
        return self.kind == FileKind.SOUND

    @property
    def ending(self) -> str:
        """The ending of its name."""
        return TYPES[self.content_type][1]

    @property
    def described(self) -> str:
        """What a picture shows, as far as its name says: the name without its ending."""
        return self.called.rpartition(".")[0].replace("_", " ").strip() or self.called

    @property
    def small_width(self) -> int:
        """How wide the small one is."""
        return round(self.width * self._shrunk)

    @property
    def small_height(self) -> int:
        """How high the small one is."""
        return round(self.height * self._shrunk)

    @property
    def _shrunk(self) -> float:
        return min(1.0, SMALL / max(self.width, self.height, 1))

    @property
    def is_sealed(self) -> bool:
        """Whether its bytes are sealed on the disk."""
        return self.key is not None


def new_key() -> str:
    """Return a key for one file's bytes."""
    return secrets.token_hex(32)

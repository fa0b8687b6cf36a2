"""A thing for files to hang on: a circle of the world, read by whoever reads the circle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models.signals import post_delete

from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.files import hanging
from commonhearth.foundation.files.models import File


@pytest.fixture
def disk(settings: Any, tmp_path: Path) -> Path:
    """A folder of files of this test's own."""
    settings.HEARTH_DATA = tmp_path
    return tmp_path / "files"


@pytest.fixture
def on_circles() -> Iterator[None]:
    hanging.hangs(Circle, may_read_circle)
    yield
    hanging.HANGING.remove(hanging.kind_of(Circle))
    post_delete.disconnect(sender=Circle, dispatch_uid=f"files.{hanging.kind_of(Circle)}")


@pytest.fixture
def place(world: Any, disk: Path, on_circles: None) -> Iterator[Any]:
    """Harbour in reach, with files on its circles and none from before."""
    for whole in (world.meadow, world.harbour):
        with whole.within():
            File.objects.all().delete()
    with world.harbour.within():
        yield world.harbour

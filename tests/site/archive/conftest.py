from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .boxes import Packed, other_host, pack


@pytest.fixture
def packed(real_commits: Any, world: Any, tmp_path: Path) -> Packed:
    """Harbour in a file."""
    return pack(world.harbour.community, tmp_path / "harbour.zip", world.now)


@pytest.fixture
def another_host(tmp_path: Path) -> Callable[..., Any]:
    """Stand, inside the `with`, on another host of a name."""
    return lambda name="other": other_host(tmp_path / name)

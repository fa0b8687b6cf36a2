"""The sentence for a refusal, looked up in every package's wording."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext as _

from commonhearth.foundation.access import Verdict


def sentences() -> dict[str, str]:
    """Return every package's sentences by code. Two packages with one code is a defect (tested)."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("commonhearth.") and find_spec(f"{config.name}.wording"):
            wording = import_module(f"{config.name}.wording")
            found |= getattr(wording, "SENTENCES", {})
    return found


def sentence_of(verdict: Verdict) -> str:
    """Return why it is no, in words for the person who asked."""
    sentence = sentences().get(verdict.code)
    if sentence is None:
        return _("That is not open to you here.")
    return str(sentence) % verdict.params

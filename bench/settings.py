"""The host's own settings, with the yardsticks' addresses and templates beside its own."""

from pathlib import Path

from commonhearth.site.settings import *  # noqa: F403
from commonhearth.site.settings import TEMPLATES as PAGES

_HERE = Path(__file__).parent / "templates"
ROOT_URLCONF = "bench.urls"
TEMPLATES = [
    PAGES[0] | {"DIRS": [*PAGES[0]["DIRS"], str(_HERE / "jinja")]},
    {
        "NAME": "yardstick",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(_HERE / "django")],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

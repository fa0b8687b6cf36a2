"""Settings for `pytest --no-migrations`: tables straight from the models."""

from commonhearth.site.settings import *  # noqa: F403
from commonhearth.site.settings import INSTALLED_APPS

MIGRATION_MODULES = {
    name.rpartition(".")[2]: None for name in INSTALLED_APPS if name.startswith("commonhearth.")
}

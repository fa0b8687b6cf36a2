from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "commonhearth.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Recurring jobs declare themselves in each package's tasks.py, so those are read at start.
        autodiscover_modules("tasks")
        from commonhearth.foundation.jobs.selectors import findings
        from commonhearth.foundation.registry import CHECKS

        CHECKS.add("jobs", findings)

from django.apps import AppConfig
from django.db.models.signals import post_delete


class FilesConfig(AppConfig):
    name = "commonhearth.foundation.files"
    label = "files"

    def ready(self) -> None:
        from commonhearth.foundation.files import access, checks, services, tasks, wording  # noqa: F401
        from commonhearth.foundation.files.models import File
        from commonhearth.foundation.registry import CHECKS
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        CHECKS.add("files", checks.findings)
        # By whatever way a row goes (a cascade, a tombstone, a queryset), its bytes go after it.
        post_delete.connect(services.bytes_go, sender=File, dispatch_uid="files.bytes_go")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "commonhearth.foundation.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from commonhearth.foundation import logbook
        from commonhearth.foundation.communities.selectors import ALSO_SET
        from commonhearth.foundation.notices.telling import NOTICES
        from commonhearth.foundation.sealed import PURPOSES, Purpose
        from commonhearth.foundation.webhooks import access, handlers, tasks, wording  # noqa: F401
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        for code, verb in wording.LOGBOOK.items():
            logbook.VERBS.add(code, verb)
        for code, sentence in wording.NOTICES.items():
            NOTICES.add(code, sentence)
        ALSO_SET.add("webhooks", (_("Other programs that are told"), "webhooks:list"))
        PURPOSES.add(
            "webhook-signature",
            Purpose("Signing what another program is told.", frozenset({"webhooks.Webhook.secret"})),
        )

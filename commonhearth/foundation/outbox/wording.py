"""What the operator is told about mail."""

from django.utils.translation import gettext_lazy as _

FINDINGS = {
    "mail-waits": _(
        "%(count)s mails are waiting, because no mail server is named. Set HEARTH_MAIL_URL; docs/hosting.md says how."
    ),
    "mail-failed": _(
        "%(count)s mails of the last seven days could not be handed over. Look at what the mail server says."
    ),
    "mail-unknown": _(
        "%(count)s mails of the last seven days may or may not have arrived; they are not sent twice."
    ),
}

"""Mail, written in the transaction of what it is about and handed over afterwards by a job.

    outbox.mail(to=..., template="accounts/code", context={...}, now=now, kind="sign-in")
    outbox.mail_many(recipients=[...], template="notices/digest", context={...}, now=now, kind="digest")

A template `mail/<name>.txt` has the subject as its first line. What is written is kept only until it is
handed over; on a demo host nothing leaves and the mails are read at `/mailbox/`. Without mail
configured everything goes on and the mails wait, which `hearth check` says.
"""

from commonhearth.foundation.outbox.errors import HeaderInjection
from commonhearth.foundation.outbox.writing import Recipient, forget, mail, mail_many, unsay

__all__ = ["HeaderInjection", "Recipient", "forget", "mail", "mail_many", "unsay"]

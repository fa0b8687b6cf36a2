"""Who did what, and when: written with the change itself, readable by the community, hard to edit quietly.

logbook.write(actor=member, verb="circles.joined", now=now, about={"circle": str(circle.id)})
"""

from commonhearth.foundation.logbook.verbs import VERBS
from commonhearth.foundation.logbook.wording import NAMES
from commonhearth.foundation.logbook.writing import NoTransaction, write

__all__ = ["NAMES", "VERBS", "NoTransaction", "write"]

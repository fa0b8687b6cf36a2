"""Telling members what concerns them, kindly and discreetly.

    notices.tell(member=member, code="joining.asked", params={...}, url_name="members:askings", now=now)

A notice is stored as a code and parameters and said in the reader's words when it is read. Mail is
one letter a day at most, only when there is something, and names nothing from inside.
"""

from commonhearth.foundation.notices.telling import tell, tell_unless_waiting

__all__ = ["tell", "tell_unless_waiting"]

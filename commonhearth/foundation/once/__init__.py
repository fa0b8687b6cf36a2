"""A form sent twice acts once.

answered = once.answer(actor=member, form="circles.join", key=request.POST["once_key"], act=act)
"""

from commonhearth.foundation.once.answers import BadKey, answer, forget, forget_actor, new_key

__all__ = ["BadKey", "answer", "forget", "forget_actor", "new_key"]

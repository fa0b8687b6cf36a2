"""Work for later, kept in the same database as what it is about.

    @task()
    def link_lines(after: str) -> None: ...

    link_lines.enqueue(str(line.id))            # in the transaction of the act: both or neither
    jobs.keyed(link_lines, "link").enqueue(...) # at most one waiting under this key

A job carries the community in reach when it was enqueued and runs inside it again. Its effect and
its "done" are one transaction, so a worker killed at any point leaves the effect done once or not
yet. `@task(outside=True)` is for effects that no transaction can hold, such as handing over a mail.
See docs/adr/0007-jobs.md.
"""

from commonhearth.foundation.jobs.errors import Later, NotAnId
from commonhearth.foundation.jobs.queue import keyed
from commonhearth.foundation.jobs.schedule import SCHEDULE, every

__all__ = ["SCHEDULE", "Later", "NotAnId", "every", "keyed"]

"""What the operator is told about jobs."""

from django.utils.translation import gettext_lazy as _

FINDINGS = {
    "jobs-parked": _(
        "%(count)s jobs were tried as often as they may be and put aside. The log names each "
        "under “job.parked”; “hearth jobs --again” gives them new tries."
    ),
    "jobs-waiting": _(
        "Jobs have been waiting for %(minutes)s minutes. The job worker does not seem to run; “hearth serve” runs it."
    ),
}

"""What `hearth check` has to say about text messages: numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from commonhearth.foundation.notices.sms import gateway as gateways
from commonhearth.foundation.notices.sms.models import State, Text
from commonhearth.foundation.notices.wording import FINDINGS
from commonhearth.foundation.registry import Finding
from commonhearth.foundation.tenancy import community_ids, in_community


def findings(now: datetime) -> Iterator[Finding]:
    """Say whether the gateway is written down well, and how many messages of the last seven days did not arrive."""
    if not settings.HEARTH_SMS_URL:
        return
    try:
        gateways.read()
    except ImproperlyConfigured as wrong:
        yield Finding("sms-gateway", str(wrong), serious=True)
    if gateways.rests():
        yield Finding("sms-rests", str(FINDINGS["sms-rests"]), serious=False)
    counts: Counter[str] = Counter()
    for community_id in community_ids():
        with in_community(community_id):
            ended = Text.objects.filter(ended__gt=now - timedelta(days=7)).order_by()
            counts.update(ended.values_list("state", flat=True))
    for code, state in (("sms-failed", State.FAILED), ("sms-unknown", State.UNKNOWN)):
        if counts[state]:
            yield Finding(code, str(FINDINGS[code]) % {"count": counts[state]}, serious=False)

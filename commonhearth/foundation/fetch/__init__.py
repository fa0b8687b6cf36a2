"""The one way out: every request that this host sends to another one, mail apart, goes through here.

    answer = fetch("https://example.org/profile.json", to={"example.org"}, headers={"If-None-Match": etag})
    answer.status, answer.url, answer.content_type, answer.body, answer.headers["etag"]

    fetch(url, method="HEAD", to=..., keep=0)                           # is it there? no body is read
    fetch(url, method="POST", to=..., body=b"...", headers={...})       # never follows a redirect

Nothing goes out unless the host's setting lets it (`HEARTH_EGRESS`) and the caller names the hosts it
means (`to`), which stand in the directory, among the peers, or in a webhook. A name is looked up once and
the connection is made to the address that was checked, so a name that changes its mind leads nowhere.
Jobs and commands fetch; a page never does, nor does anything inside a transaction.
See docs/adr/0013-one-way-out.md.
"""

from commonhearth.foundation.fetch.errors import Failed, NotFetched, Refused
from commonhearth.foundation.fetch.fetching import Fetched, fetch
from commonhearth.foundation.fetch.network import Network

__all__ = ["Failed", "Fetched", "Network", "NotFetched", "Refused", "fetch"]

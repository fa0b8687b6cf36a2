"""The bodies of `hearth rotate host-key` and `hearth rotate community SLUG`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.sealed import KeyGone, rotation
from commonhearth.foundation.sealed.hostkey import HostKeyFault, key_file
from commonhearth.foundation.sealed.starting import REMEDIES
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.command import CommandFault, Out


class HostKey:
    """hearth rotate host-key"""

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        """It takes none."""

    @staticmethod
    def run(options: Namespace, out: Out) -> dict[str, Any]:
        try:
            came = rotation.rotate_host_key()
        except HostKeyFault as fault:
            raise CommandFault(f"host-key-{fault.code}", REMEDIES[fault.code], file=str(fault.file)) from None
        if came.resumed:
            out.say(_("An earlier rotation was cut short; it is finished now."))
        out.say(
            _("The new host key wraps the keys of %(count)s communities; the older one is out of the file.")
            % {"count": came.wrapped}
        )
        out.say(
            _(
                "Now copy %(file)s to its safe place again, and make a backup with “hearth backup FOLDER”: backups "
                "from before it need the older key until then. Archives locked for this host before open no more."
            )
            % {"file": key_file()}
        )
        return asdict(came) | {"key": str(came.key)}


class CommunityKeys:
    """hearth rotate community SLUG"""

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the community's address, as in /c/SLUG/")

    @staticmethod
    def run(options: Namespace, out: Out) -> dict[str, Any]:
        community = Community.objects.filter(slug=options.slug).first()
        if community is None:
            words = _("There is no community “%(slug)s” on this host.") % {"slug": options.slug}
            raise CommandFault("no-community", words)
        try:
            with in_community(community.id):
                came = rotation.rotate_community(
                    now=timezone.now(),
                    progress=lambda done, whole: out.progress(_("Sealing again"), done, whole),
                )
        except KeyGone:
            raise CommandFault(
                "key-gone", _("This community’s key was destroyed; nothing can be sealed.")
            ) from None
        if came.resumed:
            out.say(_("An earlier rotation was cut short; it is finished now."))
        out.say(
            _("%(keys)s new keys; %(values)s values were sealed again. Make a backup now.") % asdict(came)
        )
        return asdict(came)

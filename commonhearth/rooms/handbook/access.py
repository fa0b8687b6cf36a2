"""Who reads and writes a handbook: whoever reads the circle reads it, its own people write it together."""

from __future__ import annotations

from commonhearth.foundation import sealed
from commonhearth.foundation.access import Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, acts_in, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.handbook.models import Page, Wording


@rule
def may_read_handbook(actor: Actor, circle: Circle) -> Verdict:
    """Whoever may read the circle; of a hidden one nobody else, in whatever office."""
    return may_read_circle(actor, circle)


@rule
def may_read_page(actor: Actor, page: Page) -> Verdict:
    """Whoever may read the circle. What was put away is read by who could put it back."""
    verdict = may_read_circle(actor, page.circle)
    if verdict and page.put_away and seat_in(actor, page.circle) is None:
        return no("not_inside")
    return verdict


@rule
def may_write_handbook(actor: Actor, circle: Circle) -> Verdict:
    """A full member who is in the circle and here now, while the circle goes on."""
    return acts_in(actor, circle, outside="come_in_to_write_pages")


@rule
def may_change_page(actor: Actor, page: Page) -> Verdict:
    """Whoever may write in the handbook, until the page is put away."""
    verdict = may_write_handbook(actor, page.circle)
    return no("page_put_away") if verdict and page.put_away else verdict


@rule
def may_put_back_page(actor: Actor, page: Page) -> Verdict:
    """Whoever may write in the handbook, for a page that was put away."""
    verdict = may_write_handbook(actor, page.circle)
    return verdict if not verdict or page.put_away else no("page_stands")


@rule
def may_open_page(actor: Actor, row: Page | Wording) -> Verdict:
    """Words of a hidden circle's handbook: its own people."""
    return may_read_circle(actor, row.circle)


for _model in (Page, Wording):
    for _field in ("sealed_title", "sealed_text"):
        sealed.opens(_model, _field)(may_open_page)

"""Who may do what with membership. The words for each reason stand in `wording.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from commonhearth.foundation.access import YES, System, Verdict, Visitor, no, rule
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.models import Admission, Community
from commonhearth.foundation.members.models import (
    INSIDE,
    Application,
    Arrival,
    Death,
    Hold,
    Invitation,
    Member,
    RegisterEntry,
    Removal,
    Standing,
)
from commonhearth.foundation.registry import Point
from commonhearth.foundation.sealed import opens

Actor = Member | Person | Visitor | System
#: Filled by circles: whether anybody in a circle could let people in now.
CIRCLE_ACTS: Point[Callable[[UUID], bool]] = Point("members.circle_acts")
#: People drawn by lot who looked again, through the room for care.
PANEL = System("care.panel")


def member_of(actor: Actor) -> Member | None:
    """Return the member as whom somebody acts here, in whatever standing, or None."""
    return actor if isinstance(actor, Member) else None


def _member(actor: Actor) -> Verdict:
    """Somebody who acts as a full member now."""
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    if actor.standing == Standing.PAUSED:
        return no("away_now")
    if actor.standing == Standing.GUEST:
        return no("still_new")
    return YES


def _office(actor: Actor, *offices: str) -> Verdict:
    """A member who holds one of these offices now."""
    verdict = _member(actor)
    if not verdict:
        return verdict
    if isinstance(actor, Member) and actor.offices.intersection(offices):
        return YES
    return no("needs_office", office=offices[0])


@rule
def may_see_members(actor: Actor) -> Verdict:
    """Newcomers, members and members who are away see who is here."""
    if isinstance(actor, Member) and actor.is_inside:
        return YES
    return no("not_inside")


@rule
def may_ask_to_join(actor: Actor, community: Community) -> Verdict:
    """A signed-in person without standing here, or one who left, where the community takes people in."""
    if isinstance(actor, Visitor | System):
        return no("sign_in_first")
    if isinstance(actor, Member):
        if actor.standing == Standing.APPLICANT:
            return no("asked_already")
        if actor.standing in INSIDE:
            return no("inside_already")
        if actor.standing != Standing.FORMER:
            # Said as for anyone else: the page does not tell why.
            return no("not_taking_people")
    if not community.open_to_members:
        return no("not_taking_people")
    return YES


def is_left_to_a_circle(community: Community) -> bool:
    """Tell whether a circle lets people in here, and somebody in it can now."""
    circle = community.admission_circle
    return (
        community.admission == Admission.CIRCLE
        and circle is not None
        and any(acts(circle) for acts in CIRCLE_ACTS)
    )


@rule
def may_read_application(actor: Actor, application: Application, community: Community) -> Verdict:
    """Those who may admit, and the person who asked."""
    if isinstance(actor, Member) and application.member_id == actor.id:
        return YES
    return may_admit(actor, application, community)


@rule
def may_admit(actor: Actor, application: Application, community: Community) -> Verdict:
    """As the community chose: a steward or welcomer, any two members, or a circle's; the first where it has nobody."""
    if application.closed is not None:
        return no("answered_already")
    if isinstance(actor, Member) and application.member_id == actor.id:
        return no("not_yourself")
    if community.admission == Admission.TWO_MEMBERS:
        return _member(actor)
    if community.admission == Admission.CIRCLE and community.admission_circle:
        verdict = _member(actor)
        if not verdict or (isinstance(actor, Member) and community.admission_circle in actor.circle_ids):
            return verdict
        # A circle that has ended, or has nobody here, answers nobody.
        in_office = _office(actor, "steward", "welcomer")
        return no("needs_circle") if not in_office or is_left_to_a_circle(community) else YES
    return _office(actor, "steward", "welcomer")


@rule
def may_withdraw_application(actor: Actor, application: Application) -> Verdict:
    """Only the person who asked, until they have an answer."""
    if isinstance(actor, Member) and application.member_id == actor.id and application.closed is None:
        return YES
    return no("not_yours")


@rule
def may_invite(actor: Actor) -> Verdict:
    """Any full member."""
    return _member(actor)


@rule
def may_revoke_invitation(actor: Actor, invitation: Invitation) -> Verdict:
    """Who made it, or a steward."""
    if isinstance(actor, Member) and invitation.invited_by_id == actor.id and actor.is_inside:
        return YES
    return _office(actor, "steward")


@rule
def may_confirm_trial(actor: Actor, member: Member) -> Verdict:
    """A steward or welcomer makes a newcomer a full member."""
    if member.standing != Standing.GUEST:
        return no("not_a_newcomer")
    return _office(actor, "steward", "welcomer")


@rule
def may_answer_newcomers(actor: Actor) -> Verdict:
    """A steward or welcomer says when and how they are there for newcomers' questions."""
    return _office(actor, "steward", "welcomer")


@rule
def may_go_away(actor: Actor) -> Verdict:
    """Anyone inside, for themselves, without a reason."""
    if isinstance(actor, Member) and actor.is_acting:
        return YES
    return no("away_now" if isinstance(actor, Member) and actor.standing == Standing.PAUSED else "not_inside")


@rule
def may_come_back(actor: Actor) -> Verdict:
    """Whoever is away, and not on hold."""
    if isinstance(actor, Member) and actor.standing == Standing.PAUSED and actor.is_inside:
        return YES
    return no("not_away")


@rule
def may_step_back(actor: Actor) -> Verdict:
    """Anyone inside, at once and without a reason."""
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    if actor.standing == Standing.PAUSED:
        return no("away_now")
    return no("stepped_back_already") if actor.stepped_back else YES


@rule
def may_step_up(actor: Actor) -> Verdict:
    """Whoever has stepped back, at any time."""
    if isinstance(actor, Member) and actor.is_inside and actor.stepped_back:
        return YES
    return no("not_stepped_back")


@rule
def may_leave(actor: Actor) -> Verdict:
    """Anyone who belongs here, in one step; who is away or on hold too."""
    if isinstance(actor, Member) and actor.standing in INSIDE:
        return YES
    return no("not_inside")


@rule
def may_export_own(actor: Actor) -> Verdict:
    """Everyone with a row here, inside or out, for their own data."""
    return YES if isinstance(actor, Member) else no("not_inside")


@rule
def may_erase_own(actor: Actor) -> Verdict:
    """Everyone with a row here, inside or out, for what is their own; who is inside leaves by it."""
    return YES if isinstance(actor, Member) else no("not_inside")


@rule
def may_change_own(actor: Actor) -> Verdict:
    """Anyone inside, for their own name and choices; also while away."""
    if isinstance(actor, Member) and actor.is_inside:
        return YES
    return no("not_inside")


@rule
def may_keep_apart(actor: Actor) -> Verdict:
    """Anyone inside; no reason is asked and nobody is told."""
    return may_change_own(actor)


@rule
def may_look_after_people(actor: Actor) -> Verdict:
    """A steward, welcomer, registrar or somebody on duty sees what waits for them."""
    return _office(actor, "steward", "welcomer", "registrar", "on_duty")


@rule
def may_bar(actor: Actor, member: Member) -> Verdict:
    """A steward, for somebody who is outside."""
    if member.standing in INSIDE:
        return no("still_inside")
    return _office(actor, "steward")


@rule
def may_hold(actor: Actor, member: Member) -> Verdict:
    """Somebody on duty or a steward, for up to 72 hours; never for themselves."""
    if isinstance(actor, Member) and actor.id == member.id:
        return no("not_yourself")
    if member.standing not in INSIDE:
        return no("not_inside_them")
    return _office(actor, "on_duty", "steward")


@rule
def may_confirm_hold(actor: Actor, hold: Hold, *, now: datetime) -> Verdict:
    """A second person on duty or steward, within 24 hours."""
    if isinstance(actor, Member) and actor.id in (hold.placed_by_id, hold.member_id):
        return no("needs_second_person")
    if hold.lifted or hold.confirmed_by_id or now > hold.confirm_by:
        return no("hold_over")
    return _office(actor, "on_duty", "steward")


@rule
def may_lift_hold(actor: Actor, hold: Hold) -> Verdict:
    """Any person on duty or steward other than the one held."""
    if isinstance(actor, Member) and actor.id == hold.member_id:
        return no("not_yourself")
    return _office(actor, "on_duty", "steward")


@rule
def may_ask_to_leave(actor: Actor, member: Member) -> Verdict:
    """A steward begins it; it stands when a second member confirms. Absence is never a ground."""
    if isinstance(actor, Member) and actor.id == member.id:
        return no("not_yourself")
    if member.standing not in INSIDE:
        return no("not_inside_them")
    return _office(actor, "steward")


@rule
def may_second_removal(actor: Actor, removal: Removal) -> Verdict:
    """A second steward, registrar or person on duty; never who began it or whom it concerns."""
    if isinstance(actor, Member) and actor.id in (removal.asked_by_id, removal.member_id):
        return no("needs_second_person")
    if removal.withdrawn or removal.done or removal.seconded_by_id:
        return no("removal_over")
    return _office(actor, "steward", "registrar", "on_duty")


@rule
def may_withdraw_removal(actor: Actor, removal: Removal) -> Verdict:
    """Any steward other than the one it concerns, and people drawn by lot, while it has not taken effect."""
    if actor == PANEL:
        return no("removal_over") if removal.withdrawn or removal.done else YES
    if isinstance(actor, Member) and actor.id == removal.member_id:
        return no("not_yourself")
    if removal.withdrawn or removal.done:
        return no("removal_over")
    return _office(actor, "steward")


@rule
def may_say_died(actor: Actor, member: Member) -> Verdict:
    """Any full member says it; a second confirms."""
    if isinstance(actor, Member) and actor.id == member.id:
        return no("not_yourself")
    if member.standing == Standing.DIED:
        return no("said_already")
    return _member(actor)


@rule
def may_confirm_died(actor: Actor, death: Death) -> Verdict:
    """Another full member than the one who said it."""
    if isinstance(actor, Member) and actor.id in (death.said_by_id, death.member_id):
        return no("needs_second_person")
    if death.undone or death.confirmed_by_id:
        return no("said_already")
    return _member(actor)


@rule
def may_undo_died(actor: Actor, death: Death) -> Verdict:
    """Any full member, or the person themselves, in one step."""
    if death.undone:
        return no("undone_already")
    if isinstance(actor, Member) and actor.id == death.member_id:
        return YES
    return _member(actor)


@rule
def may_add_without_sign_in(actor: Actor) -> Verdict:
    """A steward, registrar or welcomer, for somebody who takes part without a sign-in."""
    return _office(actor, "steward", "registrar", "welcomer")


@rule
def may_choose_voice(actor: Actor, member: Member) -> Verdict:
    """A steward, registrar or welcomer notes whom somebody without a sign-in chose to write down their words."""
    verdict = may_add_without_sign_in(actor)
    return no("has_own_sign_in") if verdict and member.person_id else verdict


@rule
def may_speak_for(actor: Actor, member: Member) -> Verdict:
    """The member whom somebody without a sign-in chose, and only them. Never a secret vote."""
    if (
        isinstance(actor, Member)
        and actor.is_acting
        and member.speaks_through_id == actor.id
        and not member.person_id
    ):
        return YES
    return no("not_their_voice")


@rule
def may_give_card(actor: Actor, member: Member) -> Verdict:
    """The member whom somebody without e-mail chose to write down their words: a printed way in of their own."""
    chosen = isinstance(actor, Member) and actor.is_acting and member.speaks_through_id == actor.id
    if not chosen:
        return no("not_their_voice")
    if member.person is not None and member.person.email:
        return no("has_own_way_in")
    return YES if member.standing in INSIDE else no("not_inside_them")


@rule
def may_keep_register(actor: Actor) -> Verdict:
    """The registrar, who alone sees legal names."""
    return _office(actor, "registrar")


@opens(RegisterEntry, "legal_name")
@rule
def may_open_legal_name(actor: Actor, entry: RegisterEntry) -> Verdict:
    """The registrar, and each member their own."""
    if isinstance(actor, Member) and entry.member_id == actor.id:
        return YES
    return may_keep_register(actor)


@opens(Application, "answers")
@rule
def may_open_answers(actor: Actor, application: Application) -> Verdict:
    """Those who may admit, and the person who asked."""
    return may_read_application(actor, application, application.community)


@rule
def may_give_arrival_code(actor: Actor, member: Member, arrival: Arrival | None) -> Verdict:
    """A steward, registrar or welcomer, for somebody who came along and has no sign-in here yet; the import too."""
    if arrival is None or member.person_id is not None:
        return no("has_own_way_in")
    if member.standing == Standing.DIED:
        return no("not_inside_them")
    if actor == System("import"):
        return YES
    return _office(actor, "steward", "registrar", "welcomer")


@rule
def may_second_arrival(actor: Actor, member: Member, arrival: Arrival | None) -> Verdict:
    """Another full member than the one who gave the code."""
    if arrival is None or not arrival.code_digest or arrival.given_by_id is None or arrival.seconded_by_id:
        return no("said_already")
    if isinstance(actor, Member) and actor.id in (arrival.given_by_id, member.id):
        return no("needs_second_person")
    return _member(actor)


@rule
def may_tie(actor: Actor, member: Member, other: Member | None, *, barred: bool) -> Verdict:
    """Whoever holds the link or code, is nobody else here, and may come back."""
    if not isinstance(actor, Person) or member.person_id is not None:
        return no("not_yours")
    if barred or member.standing == Standing.DIED:
        return no("not_taking_people")
    if other is not None and other.standing not in (Standing.APPLICANT, Standing.FORMER):
        return no("inside_already")
    return YES


@opens(Arrival, "address")
@rule
def may_open_arrival(actor: Actor, arrival: Arrival) -> Verdict:
    """Nobody: the letter is sent there by the house, and the member’s own export opens it."""
    return no("not_yours")

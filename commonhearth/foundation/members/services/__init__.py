"""What people do with membership, one function per act."""

from commonhearth.foundation.members.services.apart import bar, keep_apart, lift_bar, stop_keeping_apart
from commonhearth.foundation.members.services.away import come_back, go_away
from commonhearth.foundation.members.services.dying import confirm_died, say_died, undo_died
from commonhearth.foundation.members.services.holding import confirm_hold, lift_hold, place_hold
from commonhearth.foundation.members.services.invitations import (
    InvitationSpent,
    accept_invitation,
    invite,
    revoke_invitation,
)
from commonhearth.foundation.members.services.joining import (
    Barred,
    NameInUse,
    NothingToAnswer,
    add_without_sign_in,
    ask_to_join,
    choose_voice,
    confirm_trial,
    decline,
    endorse,
    withdraw,
)
from commonhearth.foundation.members.services.leaving import (
    NoticeTooShort,
    ask_to_leave,
    carry_out_removals,
    leave,
    second_removal,
    withdraw_removal,
)
from commonhearth.foundation.members.services.letters import Letter, invite_by_letter, revoke_letters
from commonhearth.foundation.members.services.own import (
    put_away_suggestion,
    rename,
    set_address_along,
    set_answers_when,
    set_named_outside,
    set_paper,
)
from commonhearth.foundation.members.services.register import enter_legal_name, entrusted_here, give_card
from commonhearth.foundation.members.services.stepping import step_back, step_up

__all__ = [
    "Barred",
    "InvitationSpent",
    "Letter",
    "NameInUse",
    "NothingToAnswer",
    "NoticeTooShort",
    "accept_invitation",
    "add_without_sign_in",
    "ask_to_join",
    "ask_to_leave",
    "bar",
    "carry_out_removals",
    "choose_voice",
    "come_back",
    "confirm_died",
    "confirm_hold",
    "confirm_trial",
    "decline",
    "endorse",
    "enter_legal_name",
    "entrusted_here",
    "give_card",
    "go_away",
    "invite",
    "invite_by_letter",
    "keep_apart",
    "leave",
    "lift_bar",
    "lift_hold",
    "place_hold",
    "put_away_suggestion",
    "rename",
    "revoke_invitation",
    "revoke_letters",
    "say_died",
    "second_removal",
    "set_address_along",
    "set_answers_when",
    "set_named_outside",
    "set_paper",
    "step_back",
    "step_up",
    "stop_keeping_apart",
    "undo_died",
    "withdraw",
    "withdraw_removal",
]

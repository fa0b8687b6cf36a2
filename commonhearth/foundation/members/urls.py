from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.members.views import arriving, inviting, joining, office, own, register

app_name = "members"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/asked/", joining.asked, name="asked"),
    path("asking/", require_GET(joining.askings), name="askings"),
    path("asking/<uuid:application_id>/", require_GET(joining.asking), name="asking"),
    path("asking/<uuid:application_id>/yes/", require_POST(joining.say_yes), name="say_yes"),
    path("asking/<uuid:application_id>/no/", joining.say_no, name="say_no"),
    path("invitations/", inviting.invitations, name="invitations"),
    path("invitations/<uuid:invitation_id>/revoke/", require_POST(inviting.revoke), name="revoke"),
    path("you/", own.you_here, name="you_here"),
    path("you/away/", own.away, name="away"),
    path("you/back/", require_POST(own.back), name="back"),
    path("you/leave/", own.leave, name="leave"),
    path("you/erase/", own.erase, name="erase"),
    path("you/left/", require_GET(own.left), name="left"),
    path("you/export/", require_GET(own.export), name="export"),
    path("you/put-away/<slug:suggestion>/", require_POST(own.put_away), name="put_away"),
    path("you/together/<uuid:member_id>/", require_POST(own.together), name="together"),
    path("register/", require_GET(register.register), name="register"),
    path("register/add/", register.add, name="add"),
    path("register/<uuid:member_id>/", register.entry, name="entry"),
    path("office/", require_GET(office.office), name="office"),
    path("members/<uuid:member_id>/", require_GET(office.about), name="about"),
    path("members/<uuid:member_id>/full/", require_POST(office.confirm_trial), name="confirm_trial"),
    path("members/<uuid:member_id>/card/", office.give_card, name="give_card"),
    path("members/<uuid:member_id>/voice/", register.voice, name="voice"),
    path("members/<uuid:member_id>/arrival/", arriving.give_code, name="give_arrival_code"),
    path(
        "members/<uuid:member_id>/arrival/second/",
        require_POST(arriving.second_code),
        name="second_arrival_code",
    ),
    path("members/<uuid:member_id>/hold/", office.hold, name="hold"),
    path("members/<uuid:member_id>/ask-to-leave/", office.ask_to_leave, name="ask_to_leave"),
    path("members/<uuid:member_id>/died/", require_POST(office.say_died), name="say_died"),
    path("members/<uuid:member_id>/bar/", office.bar, name="bar"),
    path("office/hold/<uuid:hold_id>/confirm/", require_POST(office.confirm_hold), name="confirm_hold"),
    path("office/hold/<uuid:hold_id>/lift/", require_POST(office.lift_hold), name="lift_hold"),
    path(
        "office/leaving/<uuid:removal_id>/second/", require_POST(office.second_removal), name="second_removal"
    ),
    path(
        "office/leaving/<uuid:removal_id>/back/",
        require_POST(office.withdraw_removal),
        name="withdraw_removal",
    ),
    path("office/died/<uuid:death_id>/confirm/", require_POST(office.confirm_died), name="confirm_died"),
    path("office/died/<uuid:death_id>/undo/", require_POST(office.undo_died), name="undo_died"),
    path("office/bar/<uuid:bar_id>/lift/", require_POST(office.lift_bar), name="lift_bar"),
]

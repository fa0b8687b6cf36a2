from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.members.views import inviting, joining, own, register

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
    path("you/left/", require_GET(own.left), name="left"),
    path("you/export/", require_GET(own.export), name="export"),
    path("you/put-away/<slug:suggestion>/", require_POST(own.put_away), name="put_away"),
    path("you/together/<uuid:member_id>/", require_POST(own.together), name="together"),
    path("register/", require_GET(register.register), name="register"),
    path("register/add/", register.add, name="add"),
    path("register/<uuid:member_id>/", register.entry, name="entry"),
]

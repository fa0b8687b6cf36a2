"""Addresses of what carries a member; part of `urls`."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.care.views import accompanying, plan, remembering, stepping, supporting, today

carrying: list[URLPattern] = [
    # Their own plan.
    path("plan/", require_GET(plan.plan), name="plan"),
    path("plan/paper/", require_GET(plan.on_paper), name="plan_paper"),
    path("plan/write/<slug:heading>/", plan.write, name="plan_write"),
    path("plan/part/<uuid:part_id>/", plan.part, name="plan_part"),
    path("plan/part/<uuid:part_id>/away/", require_POST(plan.take_away), name="plan_take_away"),
    path(
        "plan/part/<uuid:part_id>/attached/<uuid:file_id>/away/",
        require_POST(plan.take_down),
        name="plan_take_down",
    ),
    path("today/", require_GET(today.today), name="today"),
    path("plan/part/<uuid:part_id>/readers/", plan.readers, name="plan_readers"),
    path("plan/share/<uuid:share_id>/end/", require_POST(plan.end_share), name="plan_end_share"),
    path("plan/shown/", require_GET(plan.of_others), name="plans_of_others"),
    path("plan/shown/<uuid:seat_id>/", require_GET(plan.of), name="plan_of"),
    # Stepping back, and what a circle does meanwhile.
    path("step-back/", stepping.step_back, name="step_back"),
    path("step-back/here-again/", require_POST(stepping.step_up), name="step_up"),
    path("needed/<uuid:need_id>/", require_GET(stepping.need), name="need"),
    path("needed/<uuid:need_id>/come/", require_POST(stepping.come), name="come"),
    path("needed/<uuid:need_id>/<slug:way>/", require_POST(stepping.settle), name="settle"),
    path("circles/<uuid:circle_id>/missing/", require_GET(stepping.missing), name="missing"),
    path("circles/<uuid:circle_id>/handover/", stepping.handover, name="handover"),
    # If somebody goes quiet, and company.
    path("if-i-go-quiet/", supporting.quiet, name="quiet"),
    path("if-i-go-quiet/back/", require_POST(supporting.take_quiet_back), name="quiet_back"),
    path("circles/<uuid:circle_id>/people/<uuid:membership_id>/worried/", supporting.worried, name="worried"),
    path("care/worries/", require_GET(supporting.worries), name="worries"),
    path("care/worries/<uuid:worry_id>/mine/", require_POST(supporting.in_hand), name="in_hand"),
    path("company/", require_GET(supporting.company), name="company"),
    path("company/offering/", supporting.offering, name="offering"),
    path("company/ask/<uuid:buddy_offer_id>/", require_POST(supporting.ask), name="buddy_ask"),
    path("company/come-with-me/", accompanying.come_with_me, name="come_with_me"),
    path("company/come-with-me/<uuid:errand_id>/come/", require_POST(accompanying.come), name="errand_come"),
    path(
        "company/come-with-me/<uuid:errand_id>/back/",
        require_POST(accompanying.take_back),
        name="errand_back",
    ),
    path(
        "company/come-with-me/with/<uuid:companion_id>/yes/",
        require_POST(accompanying.choose),
        name="companion_yes",
    ),
    path(
        "company/come-with-me/with/<uuid:companion_id>/end/",
        require_POST(accompanying.end),
        name="companion_end",
    ),
    path("company/<uuid:pair_id>/yes/", require_POST(supporting.answer), {"yes": True}, name="buddy_yes"),
    path("company/<uuid:pair_id>/no/", require_POST(supporting.answer), {"yes": False}, name="buddy_no"),
    path("company/<uuid:pair_id>/end/", require_POST(supporting.end), name="buddy_end"),
    # After a death.
    path("if-i-die/", remembering.last_wish, name="last_wish"),
    path("farewell/<uuid:farewell_id>/", remembering.farewell, name="farewell"),
    path("farewell/<uuid:farewell_id>/told/", require_POST(remembering.told), name="told"),
    path("farewell/<uuid:farewell_id>/remember/", require_POST(remembering.begin), name="remember"),
]

"""Addresses of care, below `/c/<slug>/`."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.care.views import cases, duty, ground_rules, plan

app_name = "care"
urlpatterns: list[URLPattern] = [
    # What carries a member: their own plan.
    path("plan/", require_GET(plan.plan), name="plan"),
    path("plan/paper/", require_GET(plan.on_paper), name="plan_paper"),
    path("plan/write/<slug:heading>/", plan.write, name="plan_write"),
    path("plan/part/<uuid:part_id>/", plan.part, name="plan_part"),
    path("plan/part/<uuid:part_id>/away/", require_POST(plan.take_away), name="plan_take_away"),
    path("plan/part/<uuid:part_id>/readers/", plan.readers, name="plan_readers"),
    path("plan/share/<uuid:share_id>/end/", require_POST(plan.end_share), name="plan_end_share"),
    path("plan/shown/", require_GET(plan.of_others), name="plans_of_others"),
    path("plan/shown/<uuid:seat_id>/", require_GET(plan.of), name="plan_of"),
    # What a circle holds to.
    path("circles/<uuid:circle_id>/ground-rules/library/", ground_rules.library, name="library"),
    # When something isn't right.
    path("care/", require_GET(cases.home), name="home"),
    path("care/report/", cases.report, name="report"),
    path("care/danger/", require_GET(cases.danger), name="danger"),
    path("circles/<uuid:circle_id>/isnt-right/", cases.report_here, name="report_here"),
    path(
        "circles/<uuid:circle_id>/people/<uuid:membership_id>/isnt-right/",
        cases.report_person,
        name="report_person",
    ),
    path("care/reported/<uuid:case_id>/", cases.reported, name="reported"),
    path("care/desk/", require_GET(cases.desk), name="desk"),
    path("care/cases/<uuid:case_id>/", require_GET(cases.case), name="case"),
    path("care/cases/<uuid:case_id>/take/", require_POST(cases.take), name="take"),
    path("care/cases/<uuid:case_id>/too-close/", require_POST(cases.step_off), name="step_off"),
    path("care/cases/<uuid:case_id>/answer/", cases.write_answer, name="answer"),
    path("care/cases/<uuid:case_id>/note/", cases.write_note, name="note"),
    path("care/cases/<uuid:case_id>/second/", cases.bring_in, name="bring_in"),
    path("care/cases/<uuid:case_id>/close/", cases.close, name="close"),
    path("care/cases/<uuid:case_id>/borrow/<uuid:neighbour_id>/", require_POST(duty.borrow), name="borrow"),
    path("care/hours/", duty.hours, name="hours"),
    path("care/hours/<uuid:hours_id>/back/", require_POST(duty.take_back), name="hours_back"),
    path("care/neighbours/", duty.neighbours, name="neighbours"),
    path(
        "care/neighbours/<uuid:neighbour_id>/remove/",
        require_POST(duty.remove_neighbour),
        name="remove_neighbour",
    ),
]

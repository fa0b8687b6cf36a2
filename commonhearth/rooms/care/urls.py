"""Addresses of care, below `/c/<slug>/`."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.care.urls_carrying import carrying
from commonhearth.rooms.care.views import cases, duty, ground_rules, measures, openings

app_name = "care"
urlpatterns: list[URLPattern] = [
    *carrying,
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
    # What two people do about it, and who looks again.
    path("care/report/post/<uuid:post_id>/", cases.report_post, name="report_post"),
    path("care/report/page/<uuid:page_id>/", cases.report_page, name="report_page"),
    path("care/cases/<uuid:case_id>/hide/", measures.hide, name="hide"),
    path("care/cases/<uuid:case_id>/take-down/", measures.take_down, name="take_down"),
    path("care/cases/<uuid:case_id>/hold/", measures.hold, name="hold"),
    path(
        "care/cases/<uuid:case_id>/measures/<uuid:measure_id>/confirm/",
        require_POST(measures.confirm),
        name="confirm_measure",
    ),
    path(
        "care/cases/<uuid:case_id>/measures/<uuid:measure_id>/back/",
        require_POST(measures.take_back),
        name="measure_back",
    ),
    path("care/cases/<uuid:case_id>/steps/<slug:step>/", measures.plan_step, name="plan_step"),
    path("care/cases/<uuid:case_id>/steps/<slug:step>/done/", measures.finish_step, name="finish_step"),
    path("care/decided/", require_GET(measures.decisions), name="decisions"),
    path("care/decided/<uuid:measure_id>/", measures.decided, name="decided"),
    path("care/decided/post/<uuid:post_id>/", require_GET(measures.decided_on_post), name="decided_on_post"),
    path("care/appeals/<uuid:appeal_id>/", require_GET(measures.appeal), name="appeal"),
    path("care/appeals/<uuid:appeal_id>/answer/", require_POST(measures.answer_appeal), name="answer_appeal"),
    path("care/cases/<uuid:case_id>/open/<slug:kind>/", openings.ask, name="ask_opening"),
    path("care/openings/<uuid:opening_id>/", require_GET(openings.opening), name="opening"),
    path("care/openings/<uuid:opening_id>/confirm/", require_POST(openings.confirm), name="confirm_opening"),
    path("care/openings/<uuid:opening_id>/end/", require_POST(openings.end), name="end_opening"),
    path("care/years/", require_GET(measures.years), name="years"),
]

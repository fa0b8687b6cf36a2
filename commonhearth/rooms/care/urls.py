"""Addresses of care, below `/c/<slug>/`."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.care.views import ground_rules, plan

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
]

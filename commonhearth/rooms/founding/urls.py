from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.founding.views import agreements, confirming, countries, founders, starting, steps

app_name = "founding"
D = "start/<uuid:draft_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("start/", starting.start, name="start"),
    path("start/countries/", require_GET(countries.countries), name="countries"),
    path("start/countries/<country:country>/", require_GET(countries.country), name="country"),
    path("start/with/<str:token>/", founders.come_along, name="come_along"),
    path(D, require_GET(steps.draft), name="draft"),
    path(D + "say/<slug:step>/", steps.step, name="step"),
    path(D + "without/<slug:step>/", require_POST(steps.leave_out), name="leave_out"),
    path(D + "founders/", founders.founders, name="founders"),
    path(D + "founders/me/", founders.name_oneself, name="name_oneself"),
    path(D + "founders/<uuid:link_id>/revoke/", require_POST(founders.revoke), name="revoke"),
    path(D + "card/", require_POST(founders.show_card), name="show_card"),
    path(D + "card/down/", require_POST(founders.hide_card), name="hide_card"),
    path(D + "agreements/", require_GET(agreements.agreements), name="agreements"),
    path(D + "agreements/add/", agreements.add, name="add_clause"),
    path(D + "agreements/<uuid:part_id>/", agreements.word, name="word_clause"),
    path(D + "agreements/<uuid:part_id>/take/", require_POST(agreements.take), name="take_clause"),
    path(D + "roles/", agreements.roles, name="roles"),
    path(D + "confirm/", confirming.confirm, name="confirm"),
    path(D + "kit/", require_GET(confirming.kit), name="kit"),
    path(D + "take-back/", require_POST(confirming.take_back), name="take_back"),
    path(D + "put-away/", require_POST(steps.put_away), name="put_away"),
    path(D + "take-up/", require_POST(steps.take_up), name="take_up"),
    path(D + "step-out/", steps.step_out, name="step_out"),
]

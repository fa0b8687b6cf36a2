"""Addresses inside a community: bringing what it has, and seeing what was brought."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.founding.views import bringing

app_name = "bringing"
urlpatterns = [
    path("bring/", require_GET(bringing.bring), name="bring"),
    path("bring/run/<uuid:run_id>/", require_GET(bringing.run), name="run"),
    path("bring/run/<uuid:run_id>/columns/", bringing.columns, name="columns"),
    path("bring/run/<uuid:run_id>/rows/", require_POST(bringing.rows), name="rows"),
    path("bring/run/<uuid:run_id>/cut/", require_POST(bringing.cut), name="cut"),
    path("bring/run/<uuid:run_id>/stop/", require_POST(bringing.stop), name="stop"),
    path("bring/run/<uuid:run_id>/undo/", require_POST(bringing.undo), name="undo"),
    path("bring/run/<uuid:run_id>/put-away/", require_POST(bringing.put_away), name="put_away"),
    path("bring/<slug:kind>/", bringing.bring_kind, name="kind"),
    path("before/dates/", require_GET(bringing.dates), name="dates"),
    path("before/decisions/", require_GET(bringing.decisions), name="decisions"),
]

"""Addresses of handbooks, below `/c/<slug>/`."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.handbook.views import reading, writing

app_name = "handbook"
urlpatterns = [
    path("handbook/", require_GET(reading.everyone), name="everyone"),
    path("handbook/paste/", require_POST(writing.paste), name="paste"),
    path("circles/<uuid:circle_id>/handbook/", require_GET(reading.contents), name="contents"),
    path("circles/<uuid:circle_id>/handbook/new/", writing.write, name="write"),
    path("circles/<uuid:circle_id>/handbook/booklet/", require_GET(reading.booklet), name="booklet"),
    path("circles/<uuid:circle_id>/handbook/take-along/", require_GET(reading.take_along), name="take_along"),
    path("handbook/<uuid:page_id>/", require_GET(reading.page), name="page"),
    path("handbook/<uuid:page_id>/change/", writing.change, name="change"),
    path("handbook/<uuid:page_id>/place/", writing.place, name="place"),
    path("handbook/<uuid:page_id>/checked/", require_POST(writing.check), name="check"),
    path("handbook/<uuid:page_id>/away/", require_POST(writing.put_away), name="put_away"),
    path("handbook/<uuid:page_id>/back/", require_POST(writing.put_back), name="put_back"),
    path("handbook/<uuid:page_id>/history/", require_GET(reading.history), name="history"),
    path("handbook/<uuid:page_id>/history/<int:number>/", require_GET(reading.difference), name="difference"),
    path(
        "handbook/<uuid:page_id>/history/<int:number>/again/",
        require_POST(writing.take_back),
        name="take_back",
    ),
    path(
        "handbook/<uuid:page_id>/files/<uuid:file_id>/down/",
        require_POST(writing.take_down),
        name="take_down",
    ),
]

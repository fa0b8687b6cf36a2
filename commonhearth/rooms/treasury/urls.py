"""Addresses of tins, below `/c/<slug>/`."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.treasury.views import between, counting, keeping, reading, writing

app_name = "treasury"
CIRCLE = "circles/<uuid:circle_id>/tin/"
urlpatterns = [
    path(CIRCLE, require_GET(reading.tin), name="tin"),
    path(f"{CIRCLE}open/", keeping.open_tin, name="open"),
    path(f"{CIRCLE}new/", writing.write, name="write"),
    path(f"{CIRCLE}count/", counting.count, name="count"),
    path(f"{CIRCLE}keepers/", keeping.keepers, name="keepers"),
    path(f"{CIRCLE}keepers/begin/", require_POST(keeping.begin), name="keep"),
    path(f"{CIRCLE}keepers/lay-down/", require_POST(keeping.lay_down), name="lay_down"),
    path(f"{CIRCLE}dues/", require_POST(keeping.take_dues), name="take_dues"),
    path(f"{CIRCLE}hard-month/", between.ask, name="ask"),
    path(f"{CIRCLE}years/<int:year>/", require_GET(reading.year), name="year"),
    path(f"{CIRCLE}book.csv", require_GET(reading.sheet), name="csv"),
    path("tin/entries/<uuid:entry_id>/", require_GET(reading.entry), name="entry"),
    path("tin/entries/<uuid:entry_id>/set-right/", writing.set_right, name="set_right"),
    path("tin/counts/<uuid:waiting_id>/away/", require_POST(counting.take_back), name="count_back"),
    path("tin/counts/<uuid:count_id>/book/", require_POST(counting.book), name="book_difference"),
    path("tin/asked/<uuid:question_id>/", between.question, name="question"),
]

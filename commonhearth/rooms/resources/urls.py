from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.resources.views import listing, reviewing, speaking

app_name = "resources"
urlpatterns = [
    path("resources/", require_GET(listing.resources), name="list"),
    path("resources/add/", listing.add, name="add"),
    path("resources/desk/", require_GET(reviewing.desk), name="desk"),
    path(
        "resources/desk/words/<uuid:said_id>/public/",
        require_POST(reviewing.words_public),
        name="words_public",
    ),
    path("resources/desk/words/<uuid:said_id>/away/", require_POST(reviewing.words_away), name="words_away"),
    path("resources/<uuid:resource_id>/", require_GET(listing.resource), name="resource"),
    path("resources/<uuid:resource_id>/say/", listing.say, name="say"),
    path("resources/<uuid:resource_id>/take-back/", require_POST(listing.take_back), name="take_back"),
    path("resources/<uuid:resource_id>/correct/", reviewing.correct, name="correct"),
    path("resources/<uuid:resource_id>/public/", require_POST(reviewing.public), name="public"),
    path("resources/<uuid:resource_id>/away/", require_POST(reviewing.away), name="away"),
    path("speaking/", require_GET(speaking.speaking), name="speaking"),
    path("speaking/appointment/", speaking.appointment, name="appointment"),
    path("speaking/records/", speaking.records, name="records"),
    path("speaking/rights/", require_GET(speaking.rights_by_country), name="rights"),
    path("speaking/rights/<str:code>/", require_GET(speaking.rights_in), name="rights_in"),
]

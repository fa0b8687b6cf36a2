"""Addresses of letters between two."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.conversations.views import letters

urlpatterns = [
    path("between-two/", require_GET(letters.letters), name="letters"),
    path("between-two/who-may-ask/", require_GET(letters.letters_doors), name="letters_doors"),
    path(
        "between-two/asking/<uuid:letter_asking_id>/",
        require_POST(letters.answer_asking),
        name="letters_answer",
    ),
    path("between-two/<uuid:correspondence_id>/", letters.correspondence, name="correspondence"),
    path("between-two/<uuid:correspondence_id>/end/", letters.end_letters, name="letters_end"),
    path("circles/<uuid:circle_id>/letters/", letters.letters_door, name="letters_door"),
    path(
        "circles/<uuid:circle_id>/people/<uuid:membership_id>/letters/",
        letters.letters_with,
        name="letters_with",
    ),
]

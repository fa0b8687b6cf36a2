"""Addresses of answering by mail."""

from django.urls import path

from commonhearth.rooms.conversations.views import replies

urlpatterns = [
    path("talk/<uuid:topic_id>/by-mail/", replies.by_mail, name="by_mail"),
    path("talk/parked/<uuid:parked_id>/", replies.parked, name="reply_parked"),
]

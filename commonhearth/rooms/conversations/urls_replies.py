"""Addresses of answering by mail, and of new posts by mail."""

from django.urls import path

from commonhearth.rooms.conversations.views import mailing, replies

urlpatterns = [
    path("talk/<uuid:topic_id>/by-mail/", replies.by_mail, name="by_mail"),
    path("talk/<uuid:topic_id>/new-by-mail/", mailing.topic_mail, name="topic_mail"),
    path("circles/<uuid:circle_id>/talk/by-mail/", mailing.circle_mail, name="circle_mail"),
    path("talk/parked/<uuid:parked_id>/", replies.parked, name="reply_parked"),
]

"""`/mailbox/`, on demo hosts only."""

from django.urls import path

from commonhearth.foundation.outbox import views

urlpatterns = [path("mailbox/", views.letters, name="mailbox")]

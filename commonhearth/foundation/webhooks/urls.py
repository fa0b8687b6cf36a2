"""Addresses of webhooks, below `/c/<slug>/`."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", require_GET(views.webhooks), name="list"),
    path("webhooks/new/", views.new, name="new"),
    path("webhooks/<uuid:webhook_id>/end/", require_POST(views.end), name="end"),
]

"""Addresses of files, below `/c/<slug>/`."""

from django.urls import path
from django.views.decorators.http import require_GET

from commonhearth.foundation.files import views

app_name = "files"
urlpatterns = [
    path("files/<uuid:file_id>/", require_GET(views.fetch), name="file"),
    path("files/<uuid:file_id>/small/", require_GET(views.fetch), {"small": True}, name="small"),
]

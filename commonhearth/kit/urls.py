"""The gallery's addresses."""

from django.urls import path

from commonhearth.kit import views

app_name = "kit"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("page/<slug:name>/", views.sample, name="sample"),
    path("problem/<int:status>/", views.trouble, name="trouble"),
]

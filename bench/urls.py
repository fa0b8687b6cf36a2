"""The yardsticks' addresses, then the house's own."""

from django.urls import path

from bench import views
from commonhearth.site.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("yardstick/e/", views.empty, name="yardstick_e"),
    path("yardstick/l/", views.fifty, name="yardstick_l"),
    path("yardstick/l/<uuid:person_id>/", views.empty, name="yardstick_row"),
    path("c/<slug:slug>/yardstick/frame/", views.frame, name="yardstick_frame"),
    path("c/<slug:slug>/yardstick/part/", views.part, name="yardstick_part"),
    *urlpatterns,
]

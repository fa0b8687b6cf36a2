"""Addresses of one's devices that may be woken."""

from django.urls import path

from commonhearth.foundation.notices.push import views

urlpatterns = [
    path("waking/", views.devices, name="waking"),
    path("waking/add/", views.add, name="waking_add"),
    path("waking/worker.js", views.worker, name="waking_worker"),
    path("waking/<uuid:push_device_id>/end/", views.end, name="waking_end"),
]

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.recovery import views

app_name = "recovery"
urlpatterns = [
    path("members/<uuid:member_id>/lost/", views.vouch, name="vouch"),
    path("lost/<uuid:recovery_id>/", require_GET(views.recovery), name="recovery"),
    path("lost/<uuid:recovery_id>/stop/", require_POST(views.stop), name="stop"),
]

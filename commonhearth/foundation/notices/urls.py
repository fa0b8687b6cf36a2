from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", require_GET(views.notices), name="list"),
    path("notices/read/", require_POST(views.read), name="read"),
    path("notices/wish/", views.wish, name="wish"),
]

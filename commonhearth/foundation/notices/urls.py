from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.notices import views
from commonhearth.foundation.notices.sms import views as telephone

app_name = "notices"
urlpatterns = [
    path("notices/", require_GET(views.notices), name="list"),
    path("notices/read/", require_POST(views.read), name="read"),
    path("notices/wish/", views.wish, name="wish"),
    path("notices/telephone/", telephone.number, name="number"),
    path("notices/telephone/code/", require_POST(telephone.confirm), name="number_confirm"),
    path("notices/telephone/end/", require_POST(telephone.end), name="number_end"),
]

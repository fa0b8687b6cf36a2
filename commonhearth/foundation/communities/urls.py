from django.urls import path

from commonhearth.foundation.communities import views

app_name = "communities"
urlpatterns = [
    path("", views.face, name="page"),
    path("settings/", views.settings, name="settings"),
    path("write/", views.write, name="write"),
    path("write/sent/", views.written, name="written"),
    path("letters/", views.letters, name="letters"),
    path("letters/<uuid:letter_id>/", views.letter, name="letter"),
]

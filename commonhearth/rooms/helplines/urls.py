from django.urls import path, register_converter

from commonhearth.rooms.helplines import views


class CountryCode:
    """Two letters, small: gb, ie."""

    regex = "[a-z]{2}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value.lower()


register_converter(CountryCode, "country")

app_name = "helplines"
urlpatterns = [
    path("help/", views.help_now, name="now"),
    path("help/remember/", views.remember, name="remember"),
    path("help/for-someone-else/", views.for_someone_else, name="for_others"),
    path("help/<country:country>/", views.help_in, name="in"),
    path("help/<country:country>/for-someone-else/", views.for_someone_else_in, name="for_others_in"),
]

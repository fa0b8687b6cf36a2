"""Addresses of agreements, below `/c/<slug>/`."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.agreements import views

app_name = "agreements"
urlpatterns = [
    path("agreements/", require_GET(views.ours), name="ours"),
    path("circles/<uuid:circle_id>/agreements/", require_GET(views.of_circle), name="of_circle"),
    path("circles/<uuid:circle_id>/agreements/new/", views.begin, name="begin"),
    path("circles/<uuid:circle_id>/ground-rules/", views.ground_rules, name="ground_rules"),
    path("agreements/<uuid:agreement_id>/", require_GET(views.agreement), name="agreement"),
    path("agreements/<uuid:agreement_id>/propose/", views.propose, name="propose_new"),
    path("agreements/<uuid:agreement_id>/letter/", require_GET(views.letter), name="letter"),
    path("agreements/<uuid:agreement_id>/<int:number>/", require_GET(views.clause), name="clause"),
    path("agreements/<uuid:agreement_id>/<int:number>/propose/", views.propose, name="propose"),
    path("wordings/<uuid:version_id>/agree/", require_POST(views.agree), name="agree"),
    path("wordings/<uuid:version_id>/concern/", require_POST(views.concern), name="concern"),
    path(
        "wordings/<uuid:version_id>/concern/<uuid:response_id>/settle/",
        require_POST(views.settle),
        name="settle",
    ),
    path("wordings/<uuid:version_id>/for/<uuid:membership_id>/", views.answer_for, name="answer_for"),
    path("wordings/<uuid:version_id>/take-back/", require_POST(views.take_back), name="take_back"),
    path("wordings/<uuid:version_id>/look-again/", require_POST(views.look_again), name="look_again"),
    path("wordings/<uuid:version_id>/in-force/", require_POST(views.put_in_force), name="put_in_force"),
]

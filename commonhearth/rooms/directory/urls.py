from django.urls import path
from django.views.decorators.http import require_GET, require_POST, require_safe

from commonhearth.rooms.directory.views import (
    comparing,
    finding,
    hsds,
    open_data,
    pocket,
    reviewing,
    waiting,
)

app_name = "directory"
urlpatterns = [
    path("find/", require_GET(finding.search), name="search"),
    path("find/compare/", require_GET(comparing.compare), name="compare"),
    path("find/pocket/", require_GET(pocket.pocket), name="pocket"),
    path("find/compare.csv", require_GET(comparing.compare_csv), name="compare_csv"),
    path("directory/<uuid:listing_id>/", require_GET(finding.listing), name="listing"),
    path("directory/<uuid:listing_id>/describe/", comparing.describe, name="describe"),
    path("directory/<uuid:listing_id>/verify/", reviewing.verify, name="verify"),
    path("directory/<uuid:listing_id>/correct/", reviewing.correct, name="correct"),
    path("directory/<uuid:listing_id>/close/", reviewing.close, name="close"),
    path("directory/<uuid:listing_id>/reopen/", require_POST(reviewing.reopen), name="reopen"),
    path("directory/desk/", require_GET(reviewing.desk), name="desk"),
    path("directory/desk/<uuid:run_id>/", require_GET(reviewing.notes), name="notes"),
    path("directory/desk/duplicates/<uuid:group_id>/", require_POST(reviewing.put_away), name="put_away"),
    path("directory/tell-me/", waiting.tell_me, name="tell-me"),
    path("directory/tell-me/asked/", require_GET(waiting.tell_me_asked), name="tell-me-asked"),
    path("directory/tell-me/confirm/<str:token>/", waiting.confirm, name="tell-me-confirm"),
    path("directory/tell-me/end/<str:token>/", waiting.end, name="tell-me-end"),
    path("directory/tell-me/meet/<str:token>/", waiting.meet, name="meet"),
    path("directory/starting/", waiting.starting, name="starting"),
    path("directory/starting/<uuid:card_id>/", waiting.starter, name="starter"),
    path("directory/starting/<uuid:card_id>/down/", require_POST(waiting.take_down), name="take_down"),
    path("robots.txt", require_safe(open_data.robots), name="robots"),
    path("open-data/", require_safe(open_data.about), name="open_data"),
    path("open-data/listings.geojson", require_safe(open_data.whole_geojson), name="geojson"),
    path("open-data/listings.csv", require_safe(open_data.whole_csv), name="csv"),
    path("open-data/listings.jsonld", require_safe(open_data.whole_jsonld), name="jsonld"),
    path("open-data/hsds.zip", require_safe(hsds.tables), name="hsds_tables"),
    path("hsds/", require_safe(hsds.about), name="hsds"),
    path("hsds/services", require_safe(hsds.services), name="hsds_services"),
    path("hsds/services/<uuid:service_id>", require_safe(hsds.service), name="hsds_service"),
    path("hsds/organizations", require_safe(hsds.organizations), name="hsds_organizations"),
    path(
        "hsds/organizations/<uuid:organization_id>", require_safe(hsds.organization), name="hsds_organization"
    ),
    path("murmurations/profiles.json", require_safe(open_data.profiles), name="profiles"),
    path("murmurations/profiles/<uuid:listing_id>.json", require_safe(open_data.profile), name="profile"),
]

#: What stands inside a community of this host.
inside = ([path("settings/compared/", comparing.describe_community, name="describe")], "directory_inside")

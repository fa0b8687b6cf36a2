"""What the web server runs."""

import os

import commonhearth  # noqa: F401  puts the shipped SQLite in place before Django loads
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonhearth.site.settings")
application = get_wsgi_application()

"""The web door: `gunicorn server:app`, or `flask --app server run`. Settings come from the environment."""

import os

from kg.settings import settings_from
from kg.web.app import create_app
from kg.web.serve import make_house

app = create_app(make_house(settings_from(os.environ)))

"""The few fixtures that everybody uses."""

import pytest

from kg.settings import Settings


@pytest.fixture(scope="session")
def nlp():
    """The shipped pipeline with our aliases, loaded once."""
    from kg.analyse import make_pipeline
    from kg.gazetteer import load_gazetteer

    return make_pipeline(Settings().model, load_gazetteer())

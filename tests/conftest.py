"""The few fixtures that everybody uses."""

import pytest

from kg.settings import Settings


@pytest.fixture(scope="session")
def nlp():
    """The shipped pipeline with our aliases, loaded once."""
    from kg.analyse import make_pipeline
    from kg.gazetteer import load_gazetteer

    return make_pipeline(Settings().model, load_gazetteer())


@pytest.fixture(scope="session")
def tools():
    """Everything that reading an article takes, loaded once."""
    from kg.build import make_tools

    return make_tools(Settings())


@pytest.fixture(scope="session")
def example_store(tmp_path_factory):
    """Folder of a store built once from examples/articles with the shipped pipeline."""
    from kg.cli import main
    from kg.settings import shared_dir

    folder = tmp_path_factory.mktemp("examples") / "store"
    assert main(["build", str(shared_dir("examples/articles")), "--store", str(folder)]) == 0
    return folder

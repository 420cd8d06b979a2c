"""The stairs go one way, and each library has its door."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# fmt: off
ORDER = [
    "errors", "settings", "model", "names", "patterns", "gazetteer", "read", "pipeline", "analyse",
    "grammar", "extract", "explain", "vocabulary", "relate", "places", "worldplaces", "namesakes",
    "resolve", "unite", "link", "describe", "annotation", "provenance", "background", "build", "derive",
    "store", "refresh", "validate", "queries", "export", "decisions", "wikidata", "review", "evaluate",
    "protocol", "evaluators", "reconcile", "web", "cli", "__main__", "__init__",
]
# fmt: on

DOORS = {
    "flask": {"server", "web"},
    "pyoxigraph": {"store"},
    "oxrdflib": {"store"},
    "SPARQLWrapper": {"wikidata"},
    "spacy": {"pipeline", "analyse", "grammar", "extract", "explain"},
    "rapidfuzz": {"link", "derive", "reconcile"},
    "onnxruntime": {"pipeline"},
    "trafilatura": {"read"},
    "rensa": {"derive"},
    "geographiclib": {"places"},
    # patterns reads the concepts of the ontology: the vocabulary drives the extraction.
    "rdflib": {"patterns"} | set(ORDER[ORDER.index("vocabulary") :]),
}


def imports(path: Path) -> set[str]:
    """Dotted names of the modules a file imports, at any depth."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def sources() -> list[Path]:
    return [p for p in [ROOT / "server.py", *sorted((ROOT / "kg").rglob("*.py"))] if p.exists()]


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0 if parts[0] == "server.py" else 1].removesuffix(".py")


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_stairs_go_one_way(path):
    room = room_of(path)
    if room == "server":
        return
    assert room in ORDER, f"{path} is a room that test_house.py doesn't know"
    for parts in (name.split(".") for name in imports(path)):
        if parts[0] == "kg" and len(parts) > 1 and parts[1] in ORDER:
            below = ORDER.index(parts[1]) <= ORDER.index(room)
            assert below, f"{path.relative_to(ROOT)} reaches up to {'.'.join(parts)}"


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_each_library_has_its_door(path):
    room = room_of(path)
    for library in DOORS.keys() & {name.split(".")[0] for name in imports(path)}:
        assert room in DOORS[library], f"{path.relative_to(ROOT)} opens a second door to {library}"

"""What the README and the docs tell people to do works, word by word."""

import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from rdflib import Graph

from kg.queries import load_queries
from kg.vocabulary import PREFIXES
from tests.builders import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "queries" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KG = [sys.executable, "-m", "kg"]


def blocks(language: str) -> list:
    found = []
    for page in PAGES:
        for number, (name, body) in enumerate(_BLOCK.findall(page.read_text(encoding="utf-8")), start=1):
            if name == language:
                found.append(pytest.param(body, id=f"{page.relative_to(ROOT)}-{number}"))
    return found


def commands(word: str) -> list:
    """Lines of plain blocks that begin with a command, comments cut off, "\\" line ends joined."""
    found = []
    for block in blocks(""):
        for line in block.values[0].replace("\\\n", " ").splitlines():
            line = line.removeprefix("$ ").split("  #")[0].strip()
            if line.startswith(word + " ") or f"| {word} " in line:
                found.append(pytest.param(line, id=f"{block.id}-{line[:60]}"))
    return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder as a reader of the README has it: some reports and a store."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "examples" / "articles", folder / "reports")
    for name in ("report.txt", "my-report.txt"):
        shutil.copy(ROOT / "examples" / "articles" / "oskil-bridge.txt", folder / name)
    shutil.copytree(ROOT / "examples" / "articles", folder / "examples" / "articles")
    shutil.copy(ROOT / "tests" / "places" / "geonames-sample.json", folder / "my-places.json")
    (folder / "sentence.txt").write_text("Rebels shelled the airport on Monday, the army said.")
    (folder / "my.rq").write_text("SELECT ?s { ?s a att:Statement } ORDER BY ?s LIMIT 3")
    subprocess.run([*KG, "build", "reports"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def server(desk):
    """The address of a server over that store."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*KG, "serve", "--port", str(port)], cwd=desk, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None, "kg serve ended by itself"
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def run(line: str, cwd: Path) -> subprocess.CompletedProcess:
    """Run a line of the docs in a shell, `kg` being this checkout's."""
    own = " ".join(shlex.quote(part) for part in KG)
    script = f'kg() {{ {own} "$@"; }}; set -o pipefail; {line}'
    return subprocess.run(["bash", "-c", script], cwd=cwd, capture_output=True, text=True, timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize("line", [c for c in commands("kg") if not c.values[0].startswith("kg serve")])
def test_commands_of_the_docs_work(line, desk):
    if "GOLD_DIR" in line:
        line = line.replace("GOLD_DIR", shlex.quote(str(ROOT / "benchmarks" / "gold" / "seen")))
    if "CORPORA" in line:
        pytest.skip("training data is given by path")
    done = run(line, desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout or ">" in line or line.startswith(("kg build", "kg validate")), "nothing came out"


@pytest.mark.slow
@pytest.mark.parametrize("line", commands("curl"))
def test_curl_lines_of_the_docs_work(line, desk, server):
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    done = run(
        line.replace("http://127.0.0.1:8000", server).replace("curl ", "curl -sS --fail-with-body ", 1), desk
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip(), "nothing came out"


@pytest.mark.slow
@pytest.mark.parametrize("code", blocks("python"))
def test_python_of_the_docs_works(code, desk, server):
    code = code.replace("http://127.0.0.1:8000", server)
    done = subprocess.run([sys.executable, "-c", code], cwd=desk, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("text", blocks("sparql"))
def test_sparql_of_the_docs_gives_rows(text, desk):
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    done = subprocess.run(
        [*KG, "query", "-", "--format", "csv"], cwd=desk, input=bare, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 1, "no row"


@pytest.mark.parametrize("text", blocks("turtle"))
def test_turtle_of_the_docs_is_turtle(text):
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    assert len(Graph().parse(data=prefixes + text, format="turtle")) > 0


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"


def test_every_saved_query_is_documented_with_its_columns():
    text = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    for query in load_queries().values():
        section = text.partition(f"## `{query.name}`")[2].partition("\n## ")[0]
        assert section, f"docs/queries.md has no section `{query.name}`"
        columns = re.search(r"^Columns: (.*)$", section, re.MULTILINE)
        assert columns and re.findall(r"`(\w+)`", columns[1]) == list(query.columns), query.name
        for parameter in query.parameters:
            assert f"`{parameter.name}`" in section, f"{query.name}: parameter {parameter.name}"

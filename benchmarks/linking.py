"""How good links to Wikidata are: against a stand-in, with the gazetteer's items and without them.

    python benchmarks/linking.py            over ../shared, where it is at hand
    python benchmarks/linking.py --own      over the small sample of the tests

Three measures. `seeds, with the gazetteer`: entities of annotated reports, under the names that the reports
use; what the gazetteer links is not looked for. `seeds, blind`: the same with every item of the gazetteer
hidden, so that only names, kinds, places and dates find it. `gazetteer, blind`: every entry with an item that
the sample has, its item hidden.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script from a checkout

from kg.decisions import standing
from kg.gazetteer import Gazetteer, GazetteerEntry, load_gazetteer
from kg.link import Link, Subject, linking_rules
from kg.model import Kind
from kg.names import fold
from kg.review import look, subject_of
from kg.settings import Settings
from kg.wikidata import Wikidata
from tests.standin import StandIn, standin

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "tests" / "wikidata" / "sample.ttl"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a linker should have proposed for an entity, and what it did."""

    key: str
    expected: str  # an item, or NIL, or OPEN
    found: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """right, missed, silent (as it should be), or wrong: any item that is not the expected one."""
        wanted = self.expected.startswith("Q")
        if not self.found:
            return "missed" if wanted else "silent"
        return "right" if set(self.found) == {self.expected} else "wrong"


# --- what is asked for ----------------------------------------------------------------------------


def seed_rows(shared: Path) -> dict[str, str]:
    """entity -> expected, for the annotated actors and places; operations have no entity yet."""
    entities = json.loads((shared / "gold" / "entities.json").read_text(encoding="utf-8"))["entities"]
    with (shared / "gazetteer" / "seed-links.tsv").open(encoding="utf-8") as lines:
        rows = {row["entity"]: row["expected"] for row in csv.DictReader(lines, delimiter="\t")}
    return {key: expected for key, expected in rows.items() if key in entities}


def seed_subjects(shared: Path, gazetteer: Gazetteer) -> dict[str, tuple[Subject, GazetteerEntry | None]]:
    """The annotated entities under the names that the reports use, with the entry those names lead to."""
    entities = json.loads((shared / "gold" / "entities.json").read_text(encoding="utf-8"))["entities"]
    names: dict[str, set[str]] = defaultdict(set)
    for path in sorted((shared / "gold").glob("fallujah-*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for mention in (*gold["actors"], *gold["locations"]):
            if mention["form"] == "name":
                names[mention["entity"]].add(mention["text"])
    found = {}
    for key, entity in entities.items():
        kind = Kind(entity["kind"])
        label = entity["name"].partition(" (")[0]
        entry = _entry([label], kind, entity["type"], gazetteer) or _entry(
            names[key], kind, entity["type"], gazetteer
        )
        label = entry.label if entry else label
        told = replace(
            subject_of(entry, gazetteer) if entry else Subject(key, entity["type"], label),
            key=key,
            type=entity["type"],
            is_place=kind is Kind.LOCATION,
            first=date(2016, 5, 30),
            last=date(2016, 6, 6),
        )
        found[key] = (replace(told, names=tuple(sorted({*told.names, *names[key]}))), entry)
    return found


def _entry(names: Iterable[str], kind: Kind, type_: str, gazetteer: Gazetteer) -> GazetteerEntry | None:
    """What a name of the reports leads to, a name of its own before one of many."""
    for name in sorted(names, key=lambda n: (-len(n), n)):
        for entry in gazetteer.named(name, kind):
            if entry.type.value == type_ and fold(name) in {fold(n) for n in (entry.label, *entry.aliases)}:
                return entry
    return None


# --- measuring ------------------------------------------------------------------------------------


def ask(subjects: Iterable[Subject], settings: Settings, gazetteer: Gazetteer) -> tuple[Link, ...]:
    """What is proposed for some entities."""
    found = look(subjects, Wikidata(settings), gazetteer, linking_rules(), standing(()))
    assert not found.not_looked_up, "the stand-in failed"
    return found.links


def settings_for(service: StandIn, cache: Path) -> Settings:
    """Ask the stand-in, without waiting."""
    return replace(
        Settings(),
        wikidata_endpoint=service.endpoint,
        wikidata_search=service.search,
        wikidata_cache=cache,
        wikidata_pace_s=0.0,
    )


def seeds(shared: Path, settings: Settings, gazetteer: Gazetteer, *, blind: bool) -> list[Outcome]:
    """The annotated entities, with the gazetteer's items or without."""
    expected, told = seed_rows(shared), seed_subjects(shared, gazetteer)
    known = {k: entry.wikidata for k, (_, entry) in told.items() if entry and entry.wikidata and not blind}
    links = _by_key(ask((one for k, (one, _) in told.items() if k not in known), settings, gazetteer))
    return [
        Outcome(key, expected[key], (known[key],) if key in known else links.get(key, ())) for key in expected
    ]


def entries(sample: Path, settings: Settings, gazetteer: Gazetteer) -> list[Outcome]:
    """Every entry of the gazetteer with an item that the sample has, the item hidden."""
    text = sample.read_text(encoding="utf-8")
    wanted = {
        entry.key: entry
        for entry in gazetteer.entries.values()
        if entry.wikidata
        and f"\nwd:{entry.wikidata} " in text
        and entry.type.value in linking_rules().classes
    }
    links = _by_key(ask((subject_of(e, gazetteer) for e in wanted.values()), settings, gazetteer))
    return [Outcome(key, entry.wikidata or "", links.get(key, ())) for key, entry in wanted.items()]


def _by_key(links: Iterable[Link]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        found[link.key].append(link.item)
    return {key: tuple(items) for key, items in found.items()}


def table(name: str, outcomes: Iterable[Outcome]) -> str:
    """One line of figures, then every entity that is not as it should be."""
    rows = list(outcomes)
    wanted = [row for row in rows if row.expected.startswith("Q")]
    counts = {v: sum(row.verdict == v for row in rows) for v in ("right", "missed", "wrong", "silent")}
    lines = [f"{name}: {counts['right']} of {len(wanted)} right, {counts['missed']} missed, "]
    lines[0] += f"{counts['wrong']} wrong; {counts['silent']} of {len(rows) - len(wanted)} rightly silent"
    lines += [
        f"    {row.verdict:7} {row.key}: expected {row.expected}, found {' '.join(row.found) or 'none'}"
        for row in rows
        if row.verdict in ("missed", "wrong")
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--own", action="store_true", help="the sample of the tests rather than ../shared")
    own = parser.parse_args().own or not (SHARED / "wikidata-sample").is_dir()
    sample = OWN if own else SHARED / "wikidata-sample" / "sample.ttl"
    gazetteer = load_gazetteer()
    with tempfile.TemporaryDirectory() as folder, standin(sample) as service:
        settings = settings_for(service, Path(folder))
        if not own:
            for name, blind in (("seeds, with the gazetteer", False), ("seeds, blind", True)):
                print(table(name, seeds(SHARED, settings, gazetteer, blind=blind)))
        print(table("gazetteer, blind", entries(sample, settings, gazetteer)))
        print(f"requests: {len(service.seen())}")


if __name__ == "__main__":
    main()

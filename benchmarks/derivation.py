"""What resolving and deriving cost, and how that grows: `python benchmarks/derivation.py [ARTICLES ...]`.

Articles are made, not read: operations, statements, figures and distances in four hundred towns, some told of
far more often than others, 25 articles a day, by seed. Printed are CPU seconds for each thousand articles and
their ratio to the first row: a ratio that stays near one is linear growth. Resolution is measured on the
bundled reports, each resolved again and again: it sees one article at a time.
"""

import argparse
import hashlib
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from kg.background import gazetteer_graph
from kg.build import make_tools
from kg.derive import derive_facts
from kg.derive._facts import Claim, Facts, Happening, Period, Saying, Telling, Whereabouts, known_of
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.model import Article, Kind, LocationType
from kg.read import read_articles
from kg.relate import relate
from kg.resolve import resolve
from kg.settings import Settings, shared_dir
from kg.unite import unite
from kg.vocabulary import Names, Term

NAMES = Names(Settings().base)
KINDS = ("assault", "airstrike", "shelling", "recapture", "offensive", "encirclement", "killing")
MEASURES = ("killed", "injured", "trapped", "displaced", "fled", "deployed")
WORDS = ("troops", "town", "road", "shells", "river", "camp", "militia", "market", "night", "bridge", "said")


A_DAY = 25


def made(number: int, gazetteer: Gazetteer) -> Facts:
    """One article of its own; some are copies."""
    random = Random(number)  # noqa: S311 # any numbers will do
    towns = [
        key
        for key, entry in gazetteer.entries.items()
        if entry.kind is Kind.LOCATION and entry.type in (LocationType.CITY, LocationType.TOWN)
    ][:400]
    actors = [key for key, entry in gazetteer.entries.items() if entry.kind is Kind.ACTOR][:120]
    digest = hashlib.sha256(str(number).encode()).hexdigest()[:16]
    article = Term(f"{NAMES.article_graph(digest)[:-1].replace('graph/article', 'article')}>")

    def iri(kind: str, at: int) -> Term:
        return Term(f"{article[:-1]}#char={at},{at + 5}&{kind}>")

    # Popular places are told of far more often than others.
    town = NAMES.entity(towns[min(int(random.expovariate(1 / 40)), len(towns) - 1)])
    other = NAMES.entity(random.choice(towns))
    day = date(2014, 1, 1) + timedelta(days=number // A_DAY)
    when = Period(day, day)
    speaker = NAMES.entity(random.choice(actors))
    saying = Saying(iri("statement", 0), 0, "assertion", speaker, (), (), None, ("",))
    tellings, operations, claims = {}, {}, []
    for n in range(6):
        type_ = random.choice(KINDS)
        happening = Happening(NAMES.operation(f"{digest}/{type_}-{n}"), type_, type_, None)
        operations[happening.iri] = happening
        telling = Telling(
            iri=iri("operation", 100 * n),
            begin=100 * n,
            type=type_,
            trigger=type_,
            agents=(NAMES.entity(random.choice(actors)),),
            targets=(),
            supporters=(),
            places=(town,),
            period=when if random.random() < 0.6 else None,
            precision="day",
            modality="asserted",
            negated=False,
            told_in=None,
            refers_to=happening.iri,
        )
        tellings[telling.iri] = telling
        low = Decimal(random.randrange(2, 300))
        claims.append(
            Claim(
                iri=iri("quantity", 100 * n),
                begin=100 * n,
                measure=random.choice(MEASURES),
                unit="person",
                comparator=random.choice(("exact", "at-least")),
                low=low,
                high=low,
                of="people",
                words=str(low),
                zone="body",
                about=(town,) if random.random() < 0.7 else (town, other),
                said_in=saying.iri if random.random() < 0.5 else None,
                operation=telling.iri,
                subset_of=None,
                conversion_of=None,
                as_of=None,
                precision=None,
            )
        )
    seed = number - 1 if number % 20 == 1 else number  # one article in twenty is a reprint
    text = " ".join(Random(seed).choice(WORDS) for _ in range(180))  # noqa: S311
    return Facts(
        article=article,
        text=text,
        publisher=f"outlet {number % 40}",
        day=day,
        claims=tuple(claims),
        sayings={saying.iri: saying},
        tellings=tellings,
        operations=operations,
        whereabouts=(
            Whereabouts(
                iri=iri("relative-location", 900),
                begin=900,
                end=905,
                relation="distance",
                distance=Decimal(20_000),
                comparator="exact",
                bearing=None,
                anchors=(town,),
                locates=other,
                words=text_of_key(other),
            ),
        ),
        entities={},
        labels={},
        parts={},
        mentioned={town: 5, other: 1},
    )


def text_of_key(entity: Term) -> str:
    """A name to look up."""
    return entity[1:-1].rpartition("/")[2].replace("-", " ").title()


def resolution(rounds: int) -> float:
    """CPU seconds per thousand articles for relating, resolving and uniting what was read."""
    tools = make_tools(Settings())
    folder = shared_dir("examples/articles")
    articles = [found for found in read_articles([folder]) if isinstance(found, Article)]
    readings = [tools.read(article) for article in articles]
    begun = time.process_time()
    for _ in range(rounds):
        for reading in readings:
            unite(resolve(relate(reading), tools.gazetteer))
    return (time.process_time() - begun) / (rounds * len(readings)) * 1000


def rows(sizes: list[int]) -> Iterator[tuple[int, float, int]]:
    """Articles, CPU seconds of deriving, triples."""
    gazetteer = load_gazetteer()
    known = known_of(gazetteer_graph(gazetteer, NAMES))
    for size in sizes:
        facts = [made(number, gazetteer) for number in range(size)]
        begun = time.process_time()
        graph = derive_facts(facts, known, NAMES)
        yield size, time.process_time() - begun, len(graph.triples)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("articles", type=int, nargs="*", default=[1000, 5000, 50000])
    args = parser.parse_args()
    print(f"resolution: {resolution(20):.2f} CPU s per 1,000 articles of the bundled reports' length")
    print(f"{'articles':>9} {'CPU s':>8} {'s per 1,000':>12} {'ratio':>6} {'triples':>10}")
    first = None
    for size, seconds, triples in rows(args.articles):
        each = seconds / size * 1000
        first = first or each
        print(f"{size:9,} {seconds:8.1f} {each:12.2f} {each / first:6.2f} {triples:10,}", flush=True)


if __name__ == "__main__":
    main()

"""A small dataset made by hand: two told articles, the gazetteer and the ontology. No language pipeline needed."""

from functools import cache
from pathlib import Path

from kg.background import gazetteer_graph, ontology_graph
from kg.describe import describe
from kg.gazetteer import load_gazetteer
from kg.store import Store, open_store
from kg.vocabulary import NamedGraph, named_graph
from tests.readings import NAMES, Told, read_told, told

TEXT = (
    "Two tolls for one raid\n\n"
    "Iraqi troops backed by U.S. warplanes recaptured Hawija on October 5, 2017, killing 40 militants of the Islamic "
    "State, a government spokesman said. Residents told Harbour Wire that at least 55 militants died in Hawija and that "
    "fighters had used families as human shields. The Islamic State denied that it had lost the town. "
    '"We will be back within days," its spokesman Abu Karim said. "Nobody surrendered," he added. '
    "More than 40 militants died in Hawija, the United Nations said."
)
RECORD = {
    "article": {
        "text": TEXT, "name": "two-tolls", "headline": "Two tolls for one raid",
        "publisher": "<script>alert(1)</script> Wire", "published": "2017-10-07", "zones": {"0": "headline"},
    },
    "sentences": [
        "Two tolls for one raid",
        TEXT[TEXT.index("Iraqi troops") : TEXT.index(" Residents told")],
        TEXT[TEXT.index("Residents told") : TEXT.index(" The Islamic State denied")],
        "The Islamic State denied that it had lost the town.",
        '"We will be back within days," its spokesman Abu Karim said.',
        '"Nobody surrendered," he added.',
        "More than 40 militants died in Hawija, the United Nations said.",
    ],
    "entities": {
        "iraqi-security-forces": {"kind": "actor", "type": "ArmedForce", "label": "Iraqi security forces", "curated": True},
        "united-states-air-force": {"kind": "actor", "type": "ArmedForce", "label": "U.S. warplanes"},
        "hawija": {"kind": "location", "type": "Village", "label": "Hawija", "curated": True},
        "islamic-state": {"kind": "actor", "type": "ArmedGroup", "label": "Islamic State", "curated": True},
        "un": {"kind": "actor", "type": "Organisation", "label": "United Nations", "curated": True},
        "article/spokesman": {"kind": "actor", "type": "UnnamedSource", "label": "a government spokesman", "because": "description"},
        "article/told": {"kind": "actor", "type": "PopulationGroup", "label": "residents", "because": "description"},
        "article/families": {"kind": "actor", "type": "PopulationGroup", "label": "families", "because": "description"},
        "person/abu-karim": {"kind": "actor", "type": "Person", "label": "Abu Karim"},
        "harbour-wire": {"kind": "actor", "type": "MediaOutlet", "label": "Harbour Wire"},
    },
    "mentions": {
        "troops": {"words": "Iraqi troops", "entity": "iraqi-security-forces"},
        "planes": {"words": "U.S. warplanes", "entity": "united-states-air-force"},
        "hawija-1": {"words": "Hawija", "entity": "hawija"},
        "hawija-2": {"words": ["Hawija", 1], "entity": "hawija"},
        "hawija-3": {"words": ["Hawija", 2], "entity": "hawija"},
        "militants-1": {"words": "militants", "entity": "islamic-state", "form": "nominal"},
        "militants-2": {"words": ["militants", 1], "entity": "islamic-state", "form": "nominal"},
        "militants-3": {"words": ["militants", 2], "entity": "islamic-state", "form": "nominal"},
        "is-1": {"words": "Islamic State", "entity": "islamic-state"},
        "is-2": {"words": ["Islamic State", 1], "entity": "islamic-state"},
        "spokesman": {"words": "government spokesman", "entity": "article/spokesman", "form": "nominal"},
        "residents": {"words": "Residents", "entity": "article/told", "form": "nominal"},
        "wire": {"words": "Harbour Wire", "entity": "harbour-wire"},
        "fighters": {"words": "fighters", "entity": "islamic-state", "form": "nominal"},
        "families": {"words": "families", "entity": "article/families", "form": "nominal"},
        "town": {"words": "town", "entity": "hawija", "form": "nominal"},
        "karim": {"words": "Abu Karim", "entity": "person/abu-karim"},
        "he": {"words": ["he", TEXT[: TEXT.index(" added")].count("he") - 1], "entity": "person/abu-karim", "form": "pronoun"},
        "un": {"words": "United Nations", "entity": "un"},
    },
    "findings": [
        {"class": "OperationMention", "evidence": "recaptured", "type": "recapture", "agents": ["troops"],
         "targets": ["hawija-1"], "supporters": ["planes"], "places": ["hawija-1"],
         "time": {"span": "October 5, 2017", "value": "2017-10-05", "precision": "day", "basis": "stated"}},
        {"class": "OperationMention", "evidence": "killing", "type": "killing", "agents": ["troops"],
         "targets": ["militants-1"], "places": ["hawija-1"]},
        {"class": "OperationMention", "evidence": "human shields", "type": "human-shields", "agents": ["fighters"],
         "targets": ["families"]},
        {"class": "QuantityClaim", "evidence": "40", "core": "40", "low": 40, "high": 40, "comparator": "exact",
         "measure": "killed", "unit": "people", "of": "militants", "counted": "militants",
         "about": ["militants-1", "hawija-1"]},
        {"class": "QuantityClaim", "evidence": "at least 55", "core": "55", "low": 55, "high": None,
         "comparator": "at-least", "measure": "killed", "unit": "people", "of": "militants",
         "counted": ["militants", 1], "about": ["militants-2", "hawija-2"]},
        {"class": "QuantityClaim", "evidence": "More than 40", "core": ["40", 1], "low": 40, "high": None,
         "comparator": "at-least", "measure": "killed", "unit": "people", "of": "militants",
         "counted": ["militants", 2], "about": ["militants-3", "hawija-3"]},
        {"class": "Statement", "evidence": TEXT[TEXT.index("Iraqi troops") : TEXT.index(". Residents told")],
         "speaker": "spokesman", "cue": "said", "kind": "indirect", "act": "assertion",
         "content": [TEXT[TEXT.index("Iraqi troops") : TEXT.index(", a government")]]},
        {"class": "Statement", "evidence": TEXT[TEXT.index("Residents told") : TEXT.index(". The Islamic State denied")],
         "speaker": "residents", "cue": "told", "kind": "indirect", "act": "assertion", "addressee": "wire",
         "content": ["at least 55 militants died in Hawija", "fighters had used families as human shields"]},
        {"class": "Statement", "evidence": "Islamic State denied that it had lost the town", "speaker": "is-2",
         "cue": "denied", "kind": "indirect", "act": "denial", "content": ["it had lost the town"]},
        {"class": "Statement", "evidence": '"We will be back within days," its spokesman Abu Karim said', "speaker": "karim",
         "cue": ["said", 1], "kind": "direct", "act": "commitment", "content": ["We will be back within days"]},
        {"class": "Statement", "evidence": '"Nobody surrendered," he added', "speaker": "he", "cue": "added",
         "kind": "direct", "act": "assertion", "content": ["Nobody surrendered"], "speaker_evidence": "carried-forward"},
        {"class": "Statement", "evidence": "More than 40 militants died in Hawija, the United Nations said", "speaker": "un",
         "cue": ["said", 2], "kind": "indirect", "act": "assertion", "content": ["More than 40 militants died in Hawija"]},
    ],
}  # fmt: skip


@cache
def hand_graphs() -> tuple[NamedGraph, ...]:
    """The ontology, the gazetteer and the graphs of two articles."""
    readings: tuple[Told, ...] = (told("bridge"), read_told(RECORD))
    articles = tuple(
        named_graph(NAMES.article_graph(t.reading.article.id), describe(t.resolved(), NAMES)) for t in readings
    )
    return (ontology_graph(NAMES), gazetteer_graph(load_gazetteer(), NAMES), *articles)


def hand_store(path: Path | None = None) -> Store:
    """A store with these graphs, open for writing."""
    store = open_store(path)
    for graph in hand_graphs():
        store.replace_graph(graph)
    return store

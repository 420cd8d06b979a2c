"""Articles become Docs: the same text, passages begin sentences, the gazetteer's names are known."""

import shutil
from dataclasses import replace

import pytest
import spacy
from spacy.tokens import Span

from kg.analyse import ALIASES, AliasRuler, analyse, make_pipeline, model_identity
from kg.errors import PipelineError
from kg.gazetteer import load_gazetteer
from kg.model import Passage, Zone
from kg.model import Span as Stretch
from kg.pipeline import SHIPPED
from kg.pipeline.parser import NAME_SCORES

from .builders import SHARED, make_article, needs_shared

ALIAS_ROWS = [
    ("IS", "ORG", "islamic-state"),
    ("Goma", "LOC", "goma"),
    ("Aleppo", "LOC", "aleppo"),
    ("Free Syrian Army", "ORG", "free-syrian-army"),
    ("Syrian Army", "ORG", "syrian-arab-army"),
    ("Karima", "LOC", "karima"),
]


@pytest.fixture
def ruled():
    """Entities of a tokenized text after the ruler, given the model's entities as (start, end, label)."""
    nlp = spacy.blank("en")
    ruler = AliasRuler()
    ruler.learn(nlp, ALIAS_ROWS)

    def run(text, entities=(), scores=None):
        doc = nlp(text)
        doc.ents = tuple(Span(doc, start, end, label=label) for start, end, label in entities)
        if scores is not None:
            import numpy as np

            doc.user_data[NAME_SCORES] = np.array(scores, np.float32)
        return [(e.text, e.label_, e.id_) for e in ruler(doc).ents]

    return run


def test_aliases_are_found(ruled):
    assert ruled("IS left Goma.") == [("IS", "ORG", "islamic-state"), ("Goma", "LOC", "goma")]


def test_short_names_count_only_as_written(ruled):
    assert ruled("This is it. Is it?") == []
    assert ruled("GOMA FALLS") == []


def test_long_names_may_be_in_capitals_but_not_in_lower_case(ruled):
    assert ruled("ALEPPO falls") == [("ALEPPO", "LOC", "aleppo")]
    assert ruled("an aleppo pepper") == []


def test_only_whole_words_count(ruled):
    assert ruled("Aleppos ISIS") == []


def test_the_longest_alias_wins(ruled):
    assert ruled("the Free Syrian Army") == [("Free Syrian Army", "ORG", "free-syrian-army")]


def test_an_alias_wins_over_the_model(ruled):
    assert ruled("Aleppo fell", [(0, 1, "ORG")]) == [("Aleppo", "LOC", "aleppo")]
    assert ruled("Northern Syrian Army left", [(1, 2, "LOC")]) == [("Syrian Army", "ORG", "syrian-arab-army")]


def test_a_longer_name_keeps_the_alias_inside_it(ruled):
    assert ruled("Hassan Aleppo spoke", [(0, 2, "PERSON")]) == [("Hassan Aleppo", "PERSON", "")]
    assert ruled("Aleppo Media Centre", [(0, 3, "ORG")]) == [("Aleppo Media Centre", "ORG", "")]


def test_a_role_ends_where_a_person_begins(ruled):
    found = [("Karima", "LOC", "karima"), ("Nour Haddad", "PERSON", "")]
    assert ruled("the envoy for Karima Nour Haddad spoke", [(3, 6, "ORG")]) == found
    whole = ruled("Goma envoy to Karima Nour Haddad spoke", [(0, 6, "ORG")])
    assert whole == [("Goma", "LOC", "goma"), *found]
    assert ruled("the road to Karima Central Market", [(3, 6, "LOC")]) == [
        ("Karima Central Market", "LOC", "")
    ]


def test_a_person_is_not_made_a_place(ruled):
    assert ruled("Nour Karima spoke. Karima left.", [(0, 2, "PERSON"), (4, 5, "PERSON")]) == [
        ("Nour Karima", "PERSON", ""),
        ("Karima", "PERSON", ""),
    ]
    sure = [[0.1, 0.9, 0, 0], [1, 0, 0, 0]]
    assert ruled("Karima spoke", [(0, 1, "PERSON")], sure) == [("Karima", "PERSON", "")]
    unsure = [[0.5, 0.4, 0, 0.1], [1, 0, 0, 0]]
    assert ruled("Karima fell", [(0, 1, "PERSON")], unsure) == [("Karima", "LOC", "karima")]


# --- the shipped pipeline ------------------------------------------------------------------------


@pytest.mark.slow
def test_passages_begin_sentences_and_the_text_stays(nlp):
    text = "  Rebels take Goma\n\n\tResidents fled the town on Monday \n• Aid groups said so"
    article = make_article(text)
    doc = analyse(nlp, article)
    assert doc.text == text
    starts = {s[0].idx for s in doc.sents} | {
        t.idx for s in doc.sents for t in s if not t.is_space and s[0].is_space
    }
    assert {p.span.start for p in article.passages} <= starts


@pytest.mark.slow
def test_a_passage_may_begin_inside_a_line(nlp):
    from dataclasses import replace

    from kg.model import Passage, Span, Zone

    text = "HIGHLIGHTS the army left the town"
    article = replace(
        make_article(text),
        passages=(Passage(Span(0, 10), Zone.HEADING), Passage(Span(11, len(text)), Zone.BODY)),
    )
    assert [s.text for s in analyse(nlp, article).sents] == ["HIGHLIGHTS", "the army left the town"]


@pytest.mark.slow
def test_names_of_the_gazetteer_carry_their_key(nlp):
    doc = analyse(nlp, make_article("The RSF shelled Khartoum, residents said."))
    assert {(e.text, e.label_, e.id_) for e in doc.ents} >= {
        ("RSF", "ORG", "rapid-support-forces"),
        ("Khartoum", "LOC", "khartoum"),
    }


@pytest.mark.slow
def test_an_empty_article_gives_an_empty_doc(nlp):
    assert len(analyse(nlp, make_article(""))) == 0


@pytest.mark.slow
def test_identity_is_that_of_the_files(nlp, tmp_path):
    identity = model_identity(nlp)
    assert (identity.name, len(identity.sha256)) == ("en_attested_news", 64)
    assert identity == model_identity(make_pipeline(None, load_gazetteer()))
    shutil.copytree(SHIPPED, tmp_path / "copy")
    same = make_pipeline(str(tmp_path / "copy"), load_gazetteer())
    assert model_identity(same) == identity
    shutil.copytree(SHIPPED, tmp_path / "other")
    with (tmp_path / "other" / "meta.json").open("a") as file:
        file.write(" ")
    assert model_identity(make_pipeline(str(tmp_path / "other"), load_gazetteer())).sha256 != identity.sha256


@pytest.mark.slow
def test_aliases_come_before_names_are_made_consistent(nlp):
    assert nlp.pipe_names.index(ALIASES) < nlp.pipe_names.index("name_consistency")


@needs_shared
@pytest.mark.slow
def test_the_real_reports_keep_every_character(nlp):
    for path in sorted((SHARED / "articles").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert analyse(nlp, make_article(text)).text == text


@pytest.mark.parametrize("broken", ["missing", "german", "bare"])
def test_a_pipeline_that_will_not_do_is_refused(tmp_path, broken):
    if broken == "german":
        spacy.blank("de").to_disk(tmp_path)
    elif broken == "bare":
        spacy.blank("en").to_disk(tmp_path)
    model = "no_such_pipeline" if broken == "missing" else str(tmp_path)
    with pytest.raises(PipelineError, match="language pipeline"):
        make_pipeline(model, load_gazetteer())


@pytest.mark.slow
def test_a_line_wrapped_by_hand_is_no_end_of_a_sentence(nlp):
    text = (
        "Flood cuts road\n\n"
        "Heavy rain has cut the only road to the garrison at Bor, leaving\n"
        "about 600 soldiers there without any supplies for a second week.\n"
    )
    body = text.index("Heavy")
    article = replace(
        make_article(text),
        passages=(Passage(Stretch(0, 15), Zone.HEADLINE), Passage(Stretch(body, len(text) - 1), Zone.BODY)),
    )
    assert [s.text.strip() for s in analyse(nlp, article).sents] == [text[:15], text[body:].strip()]

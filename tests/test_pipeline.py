"""The shipped pipeline and its parts: every Doc gets whole trees and names, whatever its text looks like."""

import importlib
import itertools
import json
import tomllib

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.pipeline import SHIPPED, NameConsistency
from kg.pipeline.decode import name_tags, sentence_starts, softmax, transitions, tree
from kg.pipeline.lemmas import LemmaRules, Lemmatizer, lemma_of
from kg.pipeline.parser import _MAX_PIECES, _MAX_WORDS, NAME_SCORES, Reader, _Word, stretches_of
from kg.pipeline.pieces import GAP_BLANK, GAP_LINE, SHAPES, WordPieces, shape_of
from kg.pipeline.tokenizer import blank_english

from .builders import ROOT

TEXT = (
    "Shelling kills 12 near Sumy\n\n"
    "Officials in Sumy said on Monday that the 92nd Brigade hadn't lost its positions.  "
    '"We are holding," said '
    "Olena Kravchenko, who speaks for the brigade.\n"
    "Kravchenko denied earlier reports."
)


@pytest.fixture(scope="module")
def shipped():
    return spacy.load(SHIPPED)


def facts(doc):
    """Everything the pipeline says of a Doc."""
    tokens = [(t.text, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, bool(t.is_sent_start)) for t in doc]
    return tokens, [(e.start, e.end, e.label_) for e in doc.ents]


def check_whole(doc):
    """Trees and names that anyone can rely on."""
    for sentence in doc.sents:
        roots = [t for t in sentence if t.head is t or t.head.i == t.i]
        assert len(roots) == 1, sentence.text
        assert all(t.head in sentence for t in sentence)
        for token in sentence:
            steps, above = 0, token
            while above.head.i != above.i:
                above, steps = above.head, steps + 1
                assert steps <= len(sentence)
        assert "\n" not in sentence.text.strip()
    for entity in doc.ents:
        assert "\n" not in entity.text
        assert entity.text == entity.text.strip()
    for token in doc:
        assert token.tag_
        assert token.pos_
        assert token.dep_
        if token.is_space:
            assert token.dep_ == "dep" or (token.dep_ == "ROOT" and not doc.text.strip())


# --- the whole -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_report_is_read(shipped):
    doc = shipped(TEXT)
    assert doc.text == TEXT
    check_whole(doc)
    lemma_of_text = {t.text: t.lemma_ for t in doc}
    assert lemma_of_text["are"] == "be"
    assert lemma_of_text["n't"] == "not"
    assert lemma_of_text["Officials"] == "official"
    assert lemma_of_text["reports"] == "report"
    said = [t for t in doc if t.text == "said"]
    assert [next(c.text for c in t.children if c.dep_ == "nsubj") for t in said] == ["Officials", "Olena"]
    assert ("Olena Kravchenko", "PERSON") in {(e.text, e.label_) for e in doc.ents}
    assert [e.label_ for e in doc.ents if e.text == "Sumy"] == ["LOC", "LOC"]
    assert [e.label_ for e in doc.ents if e.text == "Kravchenko"] == ["PERSON"]


@pytest.mark.slow
def test_sentence_starts_that_are_set_stay(shipped):
    text = "The army said that the village fell. Nobody was hurt."
    doc = shipped.make_doc(text)
    doc[4].is_sent_start = True  # before "the village"
    assert [s.text for s in shipped(doc).sents][:2] == ["The army said that", "the village fell."]
    doc = shipped.make_doc(text)
    nobody = next(t for t in doc if t.text == "Nobody")
    nobody.is_sent_start = False
    assert len(list(shipped(doc).sents)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\n\n \n",
        "  Troops left.",
        "\n\nTroops left.\n\n\n",
        "a",
        '"',
        "“ ”",
        "...\n...",
        "\u200f\u200e",
        "Жители ушли.",
    ],
)
def test_odd_texts_get_whole_trees(shipped, text):
    doc = shipped(text)
    assert doc.text == text
    check_whole(doc)


@pytest.mark.slow
def test_no_sentence_and_no_name_crosses_a_line_end(shipped):
    doc = shipped(
        "Fighting resumes in New\nYork Herald reporters left El\nFasher on Monday in the Red\r\nSea area"
    )
    check_whole(doc)
    assert sum(1 for _ in doc.sents) == 4


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("ab Tй,.\"“”'’-–()\n\t\u200f🙂19$%U."), max_size=160))
def test_any_text_gets_whole_trees(shipped, text):
    doc = shipped(text)
    assert doc.text == text
    check_whole(doc)


@pytest.mark.slow
def test_a_paragraph_of_20000_characters_is_read_whole(shipped):
    sentence = "Government forces advanced on the town, residents of the valley said, and shelling went on; "
    doc = shipped((sentence * 250)[:20_000])
    check_whole(doc)
    assert sum(t.text == "said" and t.pos_ == "VERB" for t in doc) > 200


@pytest.mark.slow
def test_docs_do_not_depend_on_their_neighbours(shipped):
    texts = [TEXT, "Rebels left.", "", TEXT * 3, "Rebels left."]
    alone = [facts(shipped(text)) for text in texts]
    assert [facts(doc) for doc in shipped.pipe(texts, batch_size=3)] == alone
    assert [facts(doc) for doc in shipped.pipe(reversed(texts))] == alone[::-1]


@pytest.mark.slow
def test_a_saved_pipeline_reads_the_same(shipped, tmp_path):
    shipped.to_disk(tmp_path / "copy")
    copy = spacy.load(tmp_path / "copy")
    assert facts(copy(TEXT)) == facts(shipped(TEXT))
    reader = shipped.get_pipe("attested_reader")
    assert isinstance(reader, Reader)
    again = Reader.__new__(Reader)
    again.__setstate__(reader.__getstate__())
    assert facts(again(shipped.make_doc(TEXT)))[0][2][1] == facts(shipped(TEXT))[0][2][1]


@pytest.mark.slow
def test_a_doc_carries_its_name_scores(shipped):
    doc = shipped(TEXT)
    shares = doc.user_data[NAME_SCORES]
    assert shares.shape == (len(doc), 4)
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-3)


@pytest.mark.slow
def test_the_folder_says_what_it_is(shipped):
    meta = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "CC BY-SA 4.0"
    assert {"tag", "upos", "uas", "las", "names"} <= meta["performance"].keys()
    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size <= 40_000_000
    assert (SHIPPED / "README.md").exists()


def test_an_installed_package_offers_its_components():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    offered = project["entry-points"]["spacy_factories"]
    needed = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))["pipeline"]
    assert set(needed) <= set(offered)
    for name, place in offered.items():
        module, function = place.split(":")
        assert Language.get_factory_meta(name).factory == name
        assert callable(getattr(importlib.import_module(module), function))


def test_a_reader_without_a_network_says_so():
    with pytest.raises(ValueError, match="no network"):
        Reader()(blank_english()("Troops left."))


# --- tokens --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S.-backed", "U.S. - backed"),
        ("the al-Hajj market", "the al - Hajj market"),
        ("(AFP)Rebel forces", "( AFP ) Rebel forces"),
        ("the town.Sudan's army", "the town . Sudan 's army"),
        ("Goma –many fled", "Goma – many fled"),
        ("Goma–Bukavu", "Goma – Bukavu"),
        ("3km away, a 50km-long road", "3 km away , a 50 km - long road"),
        ('ended."The', 'ended . " The'),
        ("fled.“We", "fled . “ We"),
        ("an 18-year-old", "an 18 - year - old"),
        ("Lt. Col. Sow", "Lt. Col. Sow"),
        ("re-take anti-Moscow anti-aircraft", "re-take anti - Moscow anti-aircraft"),
        ("Sana'a and N'Djamena", "Sana'a and N'Djamena"),
        ("an Il-76, a T-72", "an Il-76 , a T-72"),
        ("$3bn", "$ 3 bn"),
        ("what?! no!!!", "what ?! no !!!"),
    ],
)
def test_words_are_cut_as_the_treebanks_cut_them(text, words):
    assert [t.text for t in blank_english()(text)] == words.split()


# --- pieces --------------------------------------------------------------------------------------


def test_words_fall_into_the_longest_pieces():
    pieces = WordPieces(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "re", "##take", "##ta", "##ke", "u", ".", "s", "sao"]
    )
    assert pieces("Retake") == (4, 5)
    assert pieces("U.S.") == (8, 9, 10, 9)
    assert pieces("São") == (11,)
    assert pieces("xyz") == (1,)
    assert pieces("\u200f") == (1,)
    assert len(pieces("u." * 400)) <= 10


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("town", "lower"), ("Town", "title"), ("UN", "upper"), ("A", "initial"), ("McDonald", "mixed"),
        ("12", "digits"), ("3.5", "digits_mixed"), ("M23", "digits_mixed"), ("U.S.", "abbreviation"),
        ("—", "punctuation"), ("re-take", "other"),
    ],
)  # fmt: skip
def test_shapes(word, shape):
    assert SHAPES[shape_of(word)] == shape


# --- decisions -----------------------------------------------------------------------------------


def best_by_trying(scores):
    """The best single-rooted tree, by trying every assignment of heads."""
    many = len(scores)

    def leads_to_root(heads, root):
        for word in range(many):
            seen = set()
            while word != root:
                if word in seen:
                    return False
                seen.add(word)
                word = heads[word]
        return True

    best = None
    for heads in itertools.product(range(many), repeat=many):
        roots = [w for w in range(many) if heads[w] == w]
        if len(roots) == 1 and leads_to_root(heads, roots[0]):
            value = sum(scores[w, heads[w]] for w in range(many))
            best = value if best is None else max(best, value)
    return best


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(0, 10_000))
def test_trees_are_the_best_there_are(many, seed):
    scores = np.random.default_rng(seed).normal(size=(many, many)).astype(np.float32)
    heads = tree(scores)
    assert sum(scores[w, h] for w, h in enumerate(heads)) == pytest.approx(best_by_trying(scores), abs=1e-4)


def test_closing_marks_are_no_sentence():
    scores = np.array([1, -1, 1, 1, -1], np.float32)
    none = np.zeros(5, bool)
    glued = np.array([False, False, True, False, False])
    assert sentence_starts(scores, none, none, glued) == [0, 3]
    assert sentence_starts(scores, np.array([0, 0, 1, 0, 0], bool), none, glued) == [0, 2, 3]
    assert sentence_starts(scores, none, np.array([0, 0, 0, 1, 0], bool), glued) == [0, 2]


def test_names_are_whole():
    tags = ("O", "B-LOC", "I-LOC", "L-LOC", "U-LOC", "B-ORG", "I-ORG", "L-ORG", "U-ORG")
    rules = transitions(tags)
    likely = np.full((4, len(tags)), -5, np.float32)
    for word, tag in enumerate(("B-LOC", "L-ORG", "I-LOC", "L-LOC")):
        likely[word, tags.index(tag)] = 5
    likely[1, tags.index("I-LOC")] = 4
    none = np.zeros(4, bool)
    assert [tags[t] for t in name_tags(likely, none, *rules)] == ["B-LOC", "I-LOC", "I-LOC", "L-LOC"]
    broken = np.array([False, False, True, False])
    found = [tags[t] for t in name_tags(likely, broken, *rules)]
    assert found[1][0] in "OLU"
    assert found[2][0] in "OBU"


def test_shares_add_up():
    assert np.allclose(softmax(np.array([[1, 2, 3], [1000, 0, -1000]], np.float32)).sum(axis=1), 1)


def words(*specification):
    return [
        _Word(n, text, (1,) * pieces, gap, forced=False, barred=False)
        for n, (text, pieces, gap) in enumerate(specification)
    ]


def test_long_lines_are_cut_where_sentences_end():
    many = words(*[(("x." if n % 50 == 49 else "x"), 1, GAP_BLANK) for n in range(400)])
    cuts = stretches_of(many)
    assert [s.start for s in cuts] == [0, 150, 300]
    assert [s.stop for s in cuts] == [150, 300, 400]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["x", ".", "”", ","]), st.integers(1, 10), st.sampled_from([GAP_BLANK, GAP_LINE])
        ),
        max_size=600,
    )
)
@settings(max_examples=50, deadline=None)
def test_stretches_hold_every_word_once(specification):
    many = words(*specification)
    cuts = stretches_of(many)
    assert [n for s in cuts for n in range(s.start, s.stop)] == list(range(len(many)))
    for s in cuts:
        assert s.stop - s.start <= _MAX_WORDS
        assert sum(len(w.pieces) for w in many[s]) <= _MAX_PIECES


# --- lemmas --------------------------------------------------------------------------------------

RULES = LemmaRules(
    forms={"VBZ": {"is": "be"}, "RB": {"n't": "not"}},
    endings={"NNS": {"s": (1, ""), "ies": (3, "y")}, "NNPS": {"s": (1, "")}},
    keeps_case=frozenset({"NNP", "NNPS"}),
)


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("Is", "VBZ", "be"), ("n't", "RB", "not"), ("Cities", "NNS", "city"), ("troops", "NNS", "troop"),
        ("Kurds", "NNPS", "Kurd"), ("Mopti", "NNP", "Mopti"), ("Quickly", "RB", "quickly"), ("s", "NNS", "s"),
    ],
)  # fmt: skip
def test_lemmas(form, tag, lemma):
    assert lemma_of(form, tag, RULES) == lemma


def test_lemma_rules_come_back_from_disk(tmp_path):
    Lemmatizer(rules=RULES).to_disk(tmp_path)
    assert Lemmatizer().from_disk(tmp_path).rules == RULES


# --- one label for one name ----------------------------------------------------------------------


def consistent(words_, entities, scores=None, tags=None):
    vocab = blank_english().vocab
    doc = Doc(vocab, words=words_.split(), tags=tags)
    doc.ents = tuple(Span(doc, e[0], e[1], label=e[2], span_id=e[3] if len(e) > 3 else 0) for e in entities)
    if scores is not None:
        doc.user_data[NAME_SCORES] = np.array(scores, np.float32)
    return [(e.text, e.label_) for e in NameConsistency()(doc).ents]


def test_a_name_keeps_the_label_that_most_mentions_give_it():
    found = consistent("Tawila fell . Tawila burned . Tawila", [(0, 1, "LOC"), (3, 4, "ORG"), (6, 7, "LOC")])
    assert found == [("Tawila", "LOC")] * 3


def test_a_name_is_found_again_where_it_was_missed():
    assert (
        consistent("Amal Osman spoke . Later Amal Osman left", [(0, 2, "PERSON")])
        == [("Amal Osman", "PERSON")] * 2
    )


def test_a_surname_follows_its_owner():
    found = consistent("Amal Osman spoke . Osman left", [(0, 2, "PERSON"), (4, 5, "LOC")])
    assert found == [("Amal Osman", "PERSON"), ("Osman", "PERSON")]


def hyphenated(entities, deps=None, heads=None):
    words_ = ["in", "el", "-", "Daein", "Ali", "-", "Zade", "spoke"]
    spaces = [True, False, False, True, False, False, True, False]
    doc = Doc(blank_english().vocab, words=words_, spaces=spaces, deps=deps, heads=heads)
    doc.ents = tuple(Span(doc, *e) for e in entities)
    return [(e.text, e.label_) for e in NameConsistency()(doc).ents]


def test_a_hyphenated_name_is_whole():
    assert hyphenated([(3, 4, "LOC")]) == [("el-Daein", "LOC")]
    assert hyphenated([(1, 2, "LOC")]) == [("el-Daein", "LOC")]
    deps = ["case", "obl", "punct", "flat", "nsubj", "punct", "flat", "ROOT"]
    heads = [1, 7, 3, 1, 7, 6, 4, 7]
    assert hyphenated([(4, 5, "PERSON")], deps, heads) == [("Ali-Zade", "PERSON")]
    assert hyphenated([(4, 5, "PERSON"), (6, 7, "LOC")], deps, heads) == [("Ali", "PERSON"), ("Zade", "LOC")]


def test_what_an_alias_list_has_set_is_not_touched():
    found = consistent(
        "Fano fought . Fano left . Fano", [(0, 1, "ORG", "fano"), (3, 4, "LOC"), (6, 7, "LOC")]
    )
    assert found[0] == ("Fano", "ORG")
    assert found[1:] == [("Fano", "ORG")] * 2


def test_a_name_is_not_spread_over_other_words():
    scores = [[0.1, 0.9, 0, 0]] + [[1, 0, 0, 0]] * 3
    assert consistent("Hope spoke of Hope", [(0, 1, "PERSON")], scores) == [("Hope", "PERSON")]

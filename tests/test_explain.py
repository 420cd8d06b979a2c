"""Every finding leads back to the rule that made it, and every sentence says why it has no more."""

import io
import json
import re
from fnmatch import fnmatchcase

import pytest

from kg import cli as kg_cli
from kg.build import explain_article, read_article
from kg.explain import as_record, as_text, rule_of
from kg.extract import examine_doc, extractors
from kg.extract._trace import passed_over, tracing
from kg.gazetteer import load_gazetteer
from kg.grammar import path
from kg.model import Article, mentions_in
from kg.patterns import concepts, table
from kg.read import read_articles
from tests.builders import ROOT, SHARED, make_article, needs_shared
from tests.parses import SCHEMES, parse

RULES = table("rules")["rule"]
REPORT = "Rebels shelled the airport on Monday, the army said. At least 12 civilians fled. They went home."


# --- rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["key"])
def test_a_rule_says_what_it_does_and_stands_where_it_says(rule):
    assert rule["says"].endswith(".")
    places = rule["written"].replace(";", ",").split(",")
    files = [word for place in places for word in place.split() if word.startswith("kg/")]
    assert files
    assert all((ROOT / file).exists() for file in files)


@pytest.mark.slow
@pytest.mark.parametrize("rule", [r for r in RULES if "example" in r], ids=lambda rule: rule["key"])
def test_the_example_of_a_rule_is_found_by_that_rule(rule, tools):
    reading = tools.read(make_article(rule["example"]))
    found = [m.pattern for f in reading.findings for m in (f, *mentions_in(f))]
    assert any(row is rule for row in (first_row(pattern) for pattern in found)), found


def first_row(pattern: str) -> dict | None:
    return next((row for row in RULES if fnmatchcase(pattern, row["key"])), None)


def test_the_words_of_a_rule_are_found_in_the_ontology():
    rule = rule_of("operationType-airstrike/airstrike")
    assert rule.known
    assert rule.says[0].startswith("airstrike: ")
    assert rule.written[0] == (
        'ontology/concepts/operationType.ttl: att:operationType-airstrike, att:triggerNoun "airstrike"'
    )


def test_a_word_under_a_condition_says_which():
    (verb,) = [c for c in concepts("operationType") if c.notation == "advance"]
    word = verb.notes["placeVerb"][0]
    assert any("only with a place" in text for text in rule_of(f"operationType-advance/{word}").says)


def test_an_entry_of_the_gazetteer_is_told():
    rule = rule_of("gazetteer/aleppo", (), load_gazetteer())
    assert rule.known
    assert any("Aleppo" in text for text in rule.says)


def test_a_key_that_nothing_tells_of_is_said_to_be_unknown():
    assert not rule_of("no-such/rule").known
    assert not rule_of("operationType-nothing/shell").known
    assert rule_of("no-such/rule").says == ()


def patterns_of(article: Article, tools) -> set[tuple[str, tuple[str, ...]]]:
    return {
        (m.pattern, (m.head_lemma,) if hasattr(m, "head_lemma") else ())
        for f in tools.read(article).findings
        for m in (f, *mentions_in(f))
    }


TEXTS = [ROOT / "examples" / "articles", ROOT / "benchmarks" / "gold" / "seen"]


@pytest.mark.slow
@pytest.mark.parametrize("folder", TEXTS, ids=lambda path: path.name)
def test_every_rule_that_finds_something_is_known(folder, tools):
    check_patterns(folder, tools)


@pytest.mark.slow
@needs_shared
def test_every_rule_that_finds_something_in_the_shared_reports_is_known(tools):
    check_patterns(SHARED / "articles", tools)


def check_patterns(folder, tools):
    articles = [found for found in read_articles([folder]) if isinstance(found, Article)]
    assert articles
    unknown = {p for a in articles for p, _ in patterns_of(a, tools) if not rule_of(p).known}
    assert not unknown, "tell of them in kg/patterns/rules.toml"


def test_every_word_of_the_operations_is_told_by_its_key():
    for concept in concepts("operationType"):
        for word in (*concept.verbs, *concept.nouns, *concept.phrases):
            rule = rule_of(f"operationType-{concept.notation}/{word}")
            assert rule.known
            assert f'"{word}"' in rule.written[0]
            assert f"att:operationType-{concept.notation}" in rule.written[0]


# --- grammar paths


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_path_leads_from_head_to_dependent_and_back(scheme):
    doc = parse("storm", scheme)
    root = next(t for t in doc if t.head.i == t.i and any(True for _ in t.children))
    child = next(t for t in root.children if not t.is_punct)
    assert path(root, child) == f"{root.text} -{child.dep_}-> {child.text}"
    assert path(child, root) == f"{child.text} <-{child.dep_}- {root.text}"
    assert path(root, root) == root.text


# --- what was passed over


def test_what_is_passed_over_is_kept_only_while_somebody_asks():
    doc = parse("storm", "UD")
    passed_over(doc[0], "Statement", "act-assertion/say", "nobody asks")
    with tracing(doc) as kept:
        passed_over([doc[0], doc[1]], "Statement", "act-assertion/say", "stands alone")
    assert [item.why for item in kept] == ["stands alone"]
    assert kept[0].evidence.of(doc.text) == doc[:2].text
    with tracing(doc) as again:
        pass
    assert again == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_examining_a_report_reads_it_as_ever(scheme):
    doc, article = parse("said-that", scheme), make_article(parse("said-that", scheme).text)
    run = extractors(load_gazetteer())
    examined = examine_doc(doc, article, run)
    assert examined.doc is doc
    assert examined.passed_over == tuple(sorted(set(examined.passed_over)))
    assert [type(f).__name__ for f in examined.reading.findings].count("Statement") == 1


# --- a report


@pytest.fixture(scope="module")
def explained(tools):
    return explain_article(make_article(REPORT), tools)


@pytest.mark.slow
def test_every_finding_of_a_report_is_explained_once(tools, explained):
    findings = read_article(make_article(REPORT), tools).reading.findings
    told = [(f.finding, f.span, f.rule.key) for s in explained.sentences for f in s.findings]
    assert sorted(told) == sorted((type(f).__name__, f.evidence, f.pattern) for f in findings)


@pytest.mark.slow
def test_a_statement_shows_its_cue_and_the_paths_to_its_parts(explained):
    (statement,) = [f for f in explained.sentences[0].findings if f.finding == "Statement"]
    assert statement.trigger == "said"
    parts = {part.role: part for part in statement.parts}
    assert parts["speaker"].path == "said -nsubj-> army"
    assert parts["content"].path == "said -ccomp-> shelled"
    assert statement.rule.says[-1].startswith("The content stands before the cue")


@pytest.mark.slow
def test_an_operation_shows_what_it_was_done_to(explained):
    (operation,) = [f for f in explained.sentences[0].findings if f.finding == "OperationMention"]
    (target,) = [part for part in operation.parts if part.role == "targets"]
    assert target.path == "shelled -obj-> airport"
    assert dict(operation.values)["type"] == "shelling"


@pytest.mark.slow
def test_a_figure_shows_its_number_and_what_it_counts(explained):
    (claim,) = [f for f in explained.sentences[1].findings if f.finding == "QuantityClaim"]
    parts = {part.role: part for part in claim.parts}
    assert parts["number"].words == "12"
    assert parts["counted"].path.endswith("civilians")
    assert dict(claim.values)["comparator"] == "at-least"


@pytest.mark.slow
def test_a_pronoun_shows_whom_it_means_and_why(explained):
    (pronoun,) = [f for f in explained.sentences[2].findings if f.words == "They"]
    (refers,) = pronoun.parts
    assert refers.label == "civilians"
    assert refers.because


@pytest.mark.slow
def test_a_sentence_without_findings_says_why(explained):
    none = {silence.finding: silence.why for silence in explained.sentences[2].silences}
    assert "no number" in none["QuantityClaim"]
    assert "went (go)" in none["OperationMention"]
    assert "ontology/concepts/operationType.ttl" in none["OperationMention"]


@pytest.mark.slow
def test_a_word_that_no_rule_took_is_named(tools):
    (sentence,) = explain_article(make_article("The chairman has said little of it."), tools).sentences
    why = {silence.finding: silence.why for silence in sentence.silences}["Statement"]
    assert "said" in why or any(item.finding == "Statement" for item in sentence.passed_over)


ODD = [
    *("", " \n\t ", "…", '"“”', "12", "!!!", "said", "🕊️🇺🇦", "a\u0301\u200bb\u00a0"),
    *("(" * 400, "said: " * 300),
]


@pytest.mark.slow
@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:8]))
def test_odd_texts_are_explained_too(text, tools):
    explanation = explain_article(make_article(text), tools)
    assert as_text(explanation).startswith("== test\n")
    for sentence in as_record(explanation)["sentences"]:
        for item in (sentence, *sentence["findings"], *sentence["passed_over"]):
            assert text[item["begin"] : item["end"]] == item["text"]


@pytest.mark.slow
def test_text_and_json_say_the_same_every_time(tools, explained):
    again = explain_article(make_article(REPORT), tools)
    assert as_text(again) == as_text(explained)
    assert json.dumps(as_record(again)) == json.dumps(as_record(explained))
    for sentence in explained.sentences:
        for found in sentence.findings:
            assert found.rule.key in as_text(explained)
            assert all(part.path in as_text(explained) for part in found.parts)


# --- at the terminal


@pytest.fixture(scope="module")
def kg(tools):
    """`kg extract` with tools that are loaded already."""

    def run(monkeypatch, capsys, *arguments):
        monkeypatch.setattr(kg_cli, "_tools", lambda settings: tools)
        status = kg_cli.main(["extract", *arguments])
        return status, *capsys.readouterr()

    return run


def examples_of_the_docs() -> list[tuple[str, list[str]]]:
    """Each `kg extract --explain --text` of docs/rules.md with the lines it is said to print."""
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n\$ kg extract --explain --text \"(.*?)\"\n(.*?)^```$", page, re.M | re.S)
    return [(text, [line for line in shown.splitlines() if line != "..."]) for text, shown in blocks]


@pytest.mark.slow
def test_the_docs_show_what_is_printed(kg, monkeypatch, capsys):
    assert len(examples_of_the_docs()) == 2
    for text, shown in examples_of_the_docs():
        status, out, _ = kg(monkeypatch, capsys, "--explain", "--text", text)
        assert status == 0
        printed = iter(without_confidence(line) for line in out.splitlines())
        for line in shown:
            assert without_confidence(line) in printed, f"not printed, or not in this order: {line}"


def without_confidence(line: str) -> str:
    return re.sub(r"confidence [\d.]+", "confidence", line)


@pytest.mark.slow
def test_a_text_comes_from_standard_input(kg, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(REPORT))
    status, out, _ = kg(monkeypatch, capsys, "--explain", "--format", "json", "-")
    record = json.loads(out)
    assert status == 0
    assert [s["text"] for s in record["sentences"]][1] == "At least 12 civilians fled."
    assert record["sentences"][0]["findings"]


@pytest.mark.slow
def test_several_texts_are_read_one_a_line_and_an_empty_one_is_refused(kg, monkeypatch, capsys):
    status, out, err = kg(monkeypatch, capsys, "--text", REPORT, "--text", " ", "--text", "Rebels fled.")
    assert status == 1
    assert [json.loads(line)["text_chars"] for line in out.splitlines()] == [len(REPORT), len("Rebels fled.")]
    assert err == "--text 2: empty\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give a file"),
        (("--explain", "--format", "trig", "x.txt"), "--explain is written as text or json"),
        (("--format", "text", "x.txt"), "goes with --explain"),
    ],
)
def test_options_that_do_not_fit_are_a_mistake(arguments, message, capsys):
    assert kg_cli.main(["extract", *arguments]) == 2
    assert message in capsys.readouterr().err

"""Reconcile: rows of somebody's table against the actors and places of the graph, with scores and reasons.

In:  an Index of all entities, made from the rows of a few queries; questions as the protocol writes them.
Out: candidates, suggestions, property values, cards and the manifest, as values that JSON can hold.

Only proposes: nothing is written, and a candidate is called a match when its name is the same, nothing that
was given differs, and no other comes near. Knows nothing of the web, of the store or of who asks.

Source: Reconciliation Service API v0.2, W3C Entity Reconciliation Community Group, report of 10 April 2023.
"""

from kg.reconcile._answers import (
    answer,
    card,
    extend,
    manifest,
    propose,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from kg.reconcile._asked import Extension, Given, Question, read_extension, read_questions
from kg.reconcile._candidates import Candidate, candidates
from kg.reconcile._compare import fits_of
from kg.reconcile._index import Index, Record, Type, make_index, point_of, read_index
from kg.reconcile._rules import Property, Rules, read_rules, reconciling_rules

__all__ = [
    "Candidate",
    "Extension",
    "Given",
    "Index",
    "Property",
    "Question",
    "Record",
    "Rules",
    "Type",
    "answer",
    "candidates",
    "card",
    "extend",
    "fits_of",
    "make_index",
    "manifest",
    "point_of",
    "propose",
    "read_extension",
    "read_index",
    "read_questions",
    "read_rules",
    "reconciling_rules",
    "suggest_entities",
    "suggest_properties",
    "suggest_types",
]

"""The family of errors raised on purpose.

Each names what went wrong in the domain; the message names the file, row, IRI
or query and what was expected. Doors catch `KgError` and print one line.
"""


class KgError(Exception):
    """Base of every error this project raises on purpose."""


class ArticleError(KgError):
    """A file could not be read as an article."""


class PatternError(KgError):
    """A table of rules or a concept has something that can't be used."""


class PipelineError(KgError):
    """A language pipeline could not be loaded or lacks what we need."""


class StoreError(KgError):
    """The store can't be opened, read or written."""


class QueryError(KgError):
    """A caller's query can't be run as written; the message says where."""


class ParameterError(QueryError):
    """A parameter of a saved query is missing, unknown or of the wrong type."""


class ValidationError(KgError):
    """A graph breaks the shapes of the ontology."""


class GoldError(KgError):
    """An annotation can't be used for scoring."""


class WikidataError(KgError):
    """Wikidata, or what stands in for it, gave no answer that can be used."""


class DecisionError(KgError):
    """A decision about a link is incomplete, or the table of decisions has a line that can't be used."""

"""Refresh: bring what is derived up to date with the articles of a store.

In:  a store in which articles were built or removed.
Out: the same store with `graph/derived` as it follows from the other graphs.
"""

from kg.derive import derive
from kg.store import Store
from kg.vocabulary import Names


def refresh(store: Store, names: Names) -> bool:
    """Derive anew from all articles of the store.

    Returns:
        Whether anything changed.

    Raises:
        StoreError: the store can't be written.
    """
    prefix = names.article_graph("")[:-1]
    articles = (store.graph(name) for name in store.graphs() if name.startswith(prefix))
    derived = derive(articles, store.graph(names.graph("gazetteer")), names)
    return store.replace_graph(derived) if derived.triples else store.remove_graph(derived.iri)

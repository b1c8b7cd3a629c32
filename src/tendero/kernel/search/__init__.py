"""Global search: one index of folded words for every record. `kernel.write` keeps it in step.

search.find("garc sev", keys=["directory.Party"], limit=10)
Party.objects.filter(search.condition("garc sev", "directory.Party"))
search.suggest("garzia")  # ["garcía"]
"""

from tendero.kernel.search.asking import Hit, condition, find, question
from tendero.kernel.search.documents import (
    Folded,
    SearchEntry,
    add,
    count,
    fill,
    folded,
    index,
    load,
    load_folded,
    loading,
    mend,
    rebuild,
    remove,
    searched_models,
)
from tendero.kernel.search.merging import merging
from tendero.kernel.search.vocabulary import rebuild_vocabulary, suggest

__all__ = [
    "Folded",
    "Hit",
    "SearchEntry",
    "add",
    "condition",
    "count",
    "fill",
    "find",
    "folded",
    "index",
    "load",
    "load_folded",
    "loading",
    "mend",
    "merging",
    "question",
    "rebuild",
    "rebuild_vocabulary",
    "remove",
    "searched_models",
    "suggest",
]

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
    retell,
    searched_models,
)
from tendero.kernel.search.merging import merging
from tendero.kernel.search.vocabulary import rebuild_vocabulary, suggest
from tendero.kernel.search.words import of_page

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
    "of_page",
    "question",
    "rebuild",
    "rebuild_vocabulary",
    "remove",
    "retell",
    "searched_models",
    "suggest",
]

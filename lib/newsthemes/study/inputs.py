"""The files of a corpus, each with a digest of its bytes: what says whether anything has changed."""

from newsthemes.cache.hashing import file_digest
from newsthemes.corpus.discover import find_inputs


def digest_inputs(corpus):
    """{path of each file of a corpus (a path or a list of them): a digest of its bytes}, and what is wrong with some.

    Paths are those of ``read``, inside the corpus: where the corpus itself lies does not matter, nor the order of a
    list. Raises InputError when a path does not exist.
    """
    inputs, problems = find_inputs(corpus)
    return {found.path: file_digest(found.file) for found in inputs}, problems

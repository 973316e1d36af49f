"""A passage as a reader sees it: the quote in its article, a gloss, its topic, and what each theme scores."""

from typing import Any

import numpy as np

from newsthemes.language.english_line import english_line

AROUND = 700  # characters of the article shown on each side of a quote
LISTED = 25  # quotes of a list that are sent to the reader at once
SNIPPET = 160  # characters of a quote in the list


def reading_order(study: Any, rows: np.ndarray, theme: str | None = None) -> np.ndarray:
    """Return rows of ``study.kept`` as they are read: the surest of a theme first, else the most typical of a topic.

    Ties keep the order of the corpus.
    """
    rows = np.asarray(rows, int)
    if theme is not None:
        score = study.scores[theme].to_numpy(float)[rows]
    else:
        score = np.asarray(study.topics.strength, float)[rows]
    return rows[np.argsort(-np.round(score, 6), kind="stable")]


def passage_view(study: Any, row: int) -> dict:
    """Return one kept passage for the reader: what stands before and after it, gloss, source, topic, themes."""
    passage = study.kept.iloc[row]
    place = study.articles.index[study.articles["article_id"] == passage["article_id"]][0]
    article = study.articles.loc[place].to_dict()
    text, start, end = article["text"], int(passage["start"]), int(passage["end"])
    return {
        "passage_id": passage["passage_id"],
        "article_id": passage["article_id"],
        **{name: _text(article.get(name)) for name in ("title", "source", "date")},
        "language": _text(passage["language"]),
        "before": text[max(0, start - AROUND) : start],
        "quote": text[start:end],
        "after": text[end : end + AROUND],
        "gloss": english_line(passage["text"], passage["language"]),
        "topic": topic_label(study, row),
        "themes": _themes(study, row),
    }


def snippets(study: Any, rows: np.ndarray) -> list[dict]:
    """Return the beginnings of passages: passage_id, text, language."""
    chosen = study.kept.iloc[rows]
    parts = zip(chosen["passage_id"], chosen["text"], chosen["language"], strict=True)
    return [{"passage_id": key, "text": _short(text), "language": _text(code)} for key, text, code in parts]


def topic_label(study: Any, row: int) -> str | None:
    """Return the label of a passage's topic, None where it is in none."""
    table = study.topics.table
    found = table.loc[table["topic"] == study.topics.assignment[row], "label"]
    return None if found.empty else str(found.iloc[0])


def _themes(study: Any, row: int) -> list[dict[str, Any]]:
    """The themes of a passage by falling score."""
    names, scores, present = study.theme_definitions.names, study.scores.iloc[row], study.presence.iloc[row]
    listed = [
        {
            "id": theme,
            "name": names[theme],
            "score": round(float(scores[theme]), 3),
            "present": bool(present[theme]),
        }
        for theme in scores.index
    ]
    return sorted(listed, key=lambda theme: -theme["score"])


def _short(text: str) -> str:
    return text if len(text) <= SNIPPET else text[: SNIPPET - 1].rstrip() + "…"


def _text(value: Any) -> str | None:
    return None if value is None or value != value else str(value)

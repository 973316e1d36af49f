"""Editing a theme that has labelled sentences: the scores are those that a run would give, in both precisions."""

from dataclasses import replace
from types import SimpleNamespace
from zlib import crc32

import numpy as np
import pandas as pd
import pytest

from newsthemes.embedding import Embedder
from newsthemes.themes import apply_thresholds, learned_edits, load_themes, score_themes
from newsthemes.widgets.draft_scores import DraftScores

pytestmark = pytest.mark.slow  # trains a model

FERRY = ("The ferry {} is closed.", "A pier for the ferry {} is built.", "Harbour crews of {} went home.")
BREAD = ("Bread in {} costs more.", "The bakers of {} raise prices.", "Flour is dear in {}.")
OTHER = ("The council of {} met.", "Rain fell on {}.", "A school in {} has a new roof.")
TOWNS = ("Arden", "Brill", "Corby", "Dunmow", "Ely", "Frome")


def encode(texts, **_):
    """Unit vectors of words, each word in three of 48 directions."""
    rows = np.zeros((len(texts), 48), np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().replace(".", "").split():
            row[[crc32(f"{word}{n}".encode()) % 48 for n in range(3)]] += 1
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("labelled")
    said = [(kind.format(town), name) for name, kinds in (("harbour", FERRY), ("bread", BREAD), ("", OTHER))
            for kind in kinds for town in TOWNS]  # fmt: skip
    labels = pd.DataFrame(said, columns=["text", "themes"]).assign(
        article_id=lambda t: [f"l{n // 3}" for n in t.index]
    )
    labels.to_csv(folder / "labels.csv", index=False)
    entries = "themes:\n  - id: harbour\n    definition: Ferries and piers.\n"
    entries += "  - id: bread\n    definition: What bread costs.\n"
    (folder / "themes.yml").write_text(
        entries + "  - id: roofs\n    definition: New roofs.\nlabels: labels.csv\n"
    )
    texts = [text.replace("is", "was") for text, _ in said] + [text for text, _ in said[::5]]
    kept = pd.DataFrame(
        {"text": texts, "language": "en", "article_id": [f"a{n // 4}" for n in range(len(texts))]}
    )
    embedder = Embedder(encode, offset=False)
    vectors = embedder.embed(texts, ["en"] * len(texts))
    return SimpleNamespace(
        kept=kept,
        vectors_of_kept=vectors,
        embedder=embedder,
        theme_definitions=load_themes(folder / "themes.yml"),
    )


@pytest.mark.parametrize("double", [learned_edits.DOUBLE, 0], ids=["double", "single"])
def test_the_scores_of_an_edit_are_those_of_a_run(study, monkeypatch, double):
    monkeypatch.setattr(learned_edits, "DOUBLE", double)
    drafts, themes = DraftScores(study), study.theme_definitions
    edited = replace(themes["harbour"], definition="Boats.", seeds=(("en", "Crews at the pier."),))
    drafts(replace(edited, name="Before it"))
    for theme in (edited, replace(themes["roofs"], seeds=(("en", "A roof for the school."),))):
        score, present, threshold = drafts(theme)
        given = study.kept["text"].tolist(), study.vectors_of_kept, study.kept["language"].tolist()
        told = {"articles": study.kept["article_id"].tolist(), "encoder": study.embedder}
        run = score_themes(*given, themes.replaced(theme), **told)
        flags = apply_thresholds(run, themes.replaced(theme), **told)
        np.testing.assert_allclose(score, run[theme.id], atol=1e-8 if double else 1e-4)
        assert present.tolist() == flags[theme.id].tolist() and 0 < threshold < 1
    assert 0 < score.max() < 1


def test_a_kernel_too_large_to_keep_gives_the_same(study, monkeypatch):
    theme = replace(study.theme_definitions["bread"], seeds=(("en", "Bakers and flour."),))
    kept = DraftScores(study)(theme)
    monkeypatch.setattr(learned_edits, "MOST_KEPT", 0)
    again = DraftScores(study)(theme)
    np.testing.assert_allclose(again[0], kept[0], atol=1e-8)
    assert again[1].tolist() == kept[1].tolist() and kept[1].any()

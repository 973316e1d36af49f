"""Shares of a part of a study whose themes have labels."""

import numpy as np
import pandas as pd
import pytest
import yaml
from sklearn.feature_extraction.text import HashingVectorizer

from newsthemes import Study
from newsthemes.widgets.selection_shares import selection_shares
from newsthemes.widgets.theme_catch import Catch

pytestmark = pytest.mark.slow  # trains a model

WORDS = ["ferry", "pier", "harbour", "dredger", "tug", "quay", "mast", "rope"]


def hashed_words(texts):
    return HashingVectorizer(n_features=256, alternate_sign=False).transform(texts).toarray()


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Eighty articles of one sentence from two sources, half of each about the harbour; all are labelled."""
    folder = tmp_path_factory.mktemp("labelled")
    texts = [
        f"The {WORDS[i % 8]} near town {i} waits in the harbour."
        if i % 4 < 2
        else f"Shop {i} sold bread and {i} rolls."
        for i in range(80)
    ]
    table = pd.DataFrame({"text": texts, "source": ["Desk", "Post"] * 40})
    known = table[["text"]].assign(language="en", themes=["harbour" if i % 4 < 2 else "" for i in range(80)])
    known.to_csv(folder / "labels.csv", index=False)
    theme = {
        "id": "harbour",
        "name": "Harbour",
        "definition": "The harbour",
        "seeds": {"en": ["The harbour."]},
    }
    (folder / "themes.yml").write_text(
        yaml.safe_dump({"themes": [theme], "labels": "labels.csv"}), encoding="utf-8"
    )
    return Study(table, themes=folder / "themes.yml", encoder=hashed_words)


@pytest.mark.parametrize("measure", ["mentions", "words"])
def test_a_source_alone_has_the_share_it_has_among_sources(study, measure):
    among = study.share("harbour", by="source", measure=measure).set_index("source")
    columns = ["share", "low", "high", "n", "uncorrected", "note"]
    for source in ("Desk", "Post"):
        alone = study.where(source=source).share("harbour", measure=measure).iloc[0]
        assert alone[columns].tolist() == among.loc[source, columns].tolist()


def test_a_part_of_a_part_is_corrected_by_all_labels_too(study):
    part = study.where(source="Desk")
    again = part.where(source=["Desk", "Post"])
    assert again.share("harbour", measure="mentions").equals(part.share("harbour", measure="mentions"))
    assert "uncorrected" in part.share("harbour", measure="mentions")


@pytest.mark.parametrize("source", [None, "Desk"])
def test_the_explorer_shows_the_corrected_share(study, source):
    part = study if source is None else study.where(source=source)
    rows = None if source is None else np.flatnonzero(study.kept["article_id"].isin(part.kept["article_id"]))
    shown = selection_shares(study, rows).set_index("id").loc["harbour"]
    asked = part.share("harbour", measure="mentions")
    columns = ["share", "low", "high", "count", "n"]
    assert shown[columns].tolist() == asked.iloc[0][columns].tolist()


def test_an_edited_theme_has_the_corrected_share(study):
    theme, present = study.theme_definitions["harbour"], study.presence["harbour"].to_numpy(bool)
    catch = Catch.of(study, theme, (present.astype(float), present, 0.5))
    asked = study.share("harbour", measure="mentions").iloc[0]
    columns = ["share", "low", "high", "uncorrected"]
    assert [catch.share[name] for name in columns] == asked[columns].tolist()

import pandas as pd
import pytest

from newsthemes.results.folder import packed, plain, read_table, write_table

TEXTS = ["The “ferry” sails.", "Le prix du pain.", "面包涨价了。", ""] * 3


@pytest.mark.parametrize(
    "texts", [TEXTS, [*TEXTS[:-1], None], [None] * 12, []], ids=["all", "one missing", "none", "no rows"]
)
def test_texts_of_arrow_and_of_python_are_written_as_the_same_bytes(tmp_path, texts):
    rows = range(len(texts))
    ours = pd.DataFrame(
        {"id": [f"a:{row}" for row in rows], "text": texts, "start": list(rows)}, dtype=object
    )
    ours = ours.astype({"start": "int64"})
    theirs = pd.concat([part.astype({"id": "str", "text": "str"}) for part in (ours[:5], ours[5:])])
    for name, table in (("ours", ours), ("theirs", theirs)):
        write_table(table, tmp_path / f"{name}.parquet")
    if len(texts):
        assert (tmp_path / "theirs.parquet").read_bytes() == (tmp_path / "ours.parquet").read_bytes()
    pd.testing.assert_frame_equal(
        read_table(tmp_path / "theirs.parquet"), plain(ours), check_dtype=len(texts) > 0
    )


def test_only_a_column_without_gaps_is_packed():
    whole = packed(pd.DataFrame({"text": TEXTS}, dtype=object), "text")
    assert whole["text"].dtype == "str" and whole["text"].tolist() == TEXTS
    gaps = pd.DataFrame({"text": ["a", None]}, dtype=object)
    assert packed(gaps, "text") is gaps

"""Tables that a spreadsheet opens without running anything in them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsthemes.results.folder import read_table, write_table
from newsthemes.terminal import printable

CELLS = st.text(st.sampled_from("=+-@\t'a1 ,\"＝éة"), min_size=1, max_size=6).filter(
    lambda cell: cell not in ("",)
)


def test_formulas_are_text_and_read_back_as_they_were(tmp_path):
    quotes = [
        '=HYPERLINK("http://x","y")',
        "+1",
        "-2 degrees",
        "@name",
        "\ttab",
        "'=a",
        "''-b",
        "plain",
        "it's",
        None,
    ]
    table = pd.DataFrame({"quote": quotes, "share": [-0.5] * len(quotes), "=name": quotes})
    write_table(table, tmp_path / "a.csv")
    written = pd.read_csv(tmp_path / "a.csv", dtype=str, keep_default_na=False)
    assert not [cell for name in ("quote", "'=name") for cell in written[name] if cell[:1] in tuple("=+-@\t")]
    assert written["share"].unique().tolist() == ["-0.5"]  # a number is no formula
    assert read_table(tmp_path / "a.csv").to_dict("list") == {
        "quote": quotes,
        "share": [-0.5] * 10,
        "=name": quotes,
    }


@pytest.mark.slow
@given(st.lists(CELLS, min_size=1, max_size=5))
def test_the_way_back_is_exact(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("cells") / "a.csv"
    write_table(pd.DataFrame({"cell": [f"{cell}x" for cell in cells]}), path)
    assert read_table(path)["cell"].tolist() == [f"{cell}x" for cell in cells]


def test_control_characters_reach_no_file_and_no_terminal(tmp_path):
    write_table(pd.DataFrame({"quote": ["one\x1b[2Jtwo\x07\nthree"]}), tmp_path / "a.csv")
    assert (
        b"\x1b" not in (tmp_path / "a.csv").read_bytes() and b"\x07" not in (tmp_path / "a.csv").read_bytes()
    )
    assert printable("a\x1b[2J\nb\u202ec") == "a\ufffd[2J\nb\ufffdc"

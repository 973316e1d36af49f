import os
import re
import subprocess
import sys

import pandas as pd
import pytest
from PIL import Image

from newsthemes.figures.export import described, export, exported, write_index
from newsthemes.figures.registry import FIGURES

FRAME = pd.DataFrame(
    {"reason": ["menu", "قائمة 菜单"], "passages": [3, 1], "words": [40, 5], "share": [0.02, 0.0025]}
)
REMAKE = """
import sys
import pandas as pd
from newsthemes.figures.export import export
from newsthemes.figures.registry import FIGURES
frame = pd.read_csv(sys.argv[1])
export(FIGURES["set-aside"].draw(frame), frame, "set-aside", sys.argv[2], "4 passages.", "01-corpus")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    export(FIGURES["set-aside"].draw(FRAME), FRAME, "set-aside", folder, "4 passages.", "01-corpus")
    return folder


@pytest.mark.slow
def test_every_format_is_written_and_the_png_is_returned(tmp_path):
    path = export(FIGURES["set-aside"].draw(FRAME), FRAME, "set-aside", tmp_path / "new" / "folder")
    assert path == tmp_path / "new" / "folder" / "set-aside.png"
    assert {p.suffix for p in path.parent.iterdir()} == {".png", ".svg", ".pdf", ".csv"}


def test_the_csv_is_the_frame(folder):
    pd.testing.assert_frame_equal(pd.read_csv(folder / "set-aside.csv"), FRAME, check_dtype=False)


def test_the_png_is_at_2x(folder):
    figure = FIGURES["set-aside"].draw(FRAME)
    with Image.open(folder / "set-aside.png") as image:
        assert image.size[0] == 2 * figure.get_figwidth() * 100


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_writes_the_same_bytes(folder, tmp_path, hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run(
        [sys.executable, "-c", REMAKE, folder / "set-aside.csv", tmp_path], check=True, env=environment
    )
    for path in sorted(folder.glob("set-aside.*")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.slow
def test_the_last_bits_of_a_layout_are_chance_and_reach_no_file(folder, tmp_path):
    figure = FIGURES["set-aside"].draw(FRAME)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        x, y, width, height = axes.get_position(original=True).bounds
        axes.set_position([x + 1e-13, y - 1e-13, width - 1e-13, height + 1e-13])
    export(figure, FRAME, "set-aside", tmp_path, "4 passages.", "01-corpus")
    for suffix in ("svg", "pdf", "png"):
        name = f"set-aside.{suffix}"
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_no_file_says_when_or_by_what_version_it_was_made(folder):
    for path in folder.glob("set-aside.*"):
        assert not re.search(rb"(?i)creationdate|dc:date|software|matplotlib v", path.read_bytes()), path.name


class TestWords:
    def test_a_png_says_what_it_shows_and_where_it_is_from(self, folder):
        words = described(folder / "set-aside.png")
        assert words["Caption"] == "4 passages."
        assert words["Figure"] == "set-aside"
        assert words["Notebook"] == "01-corpus"
        assert "قائمة 菜单 5 words" in words["Description"]

    def test_an_svg_carries_its_alt_text(self, folder):
        svg = (folder / "set-aside.svg").read_text(encoding="utf-8")
        assert '<title id="title">2% of all words were set aside, most of them as “menu”</title>' in svg
        assert "قائمة 菜单 5 words" in svg[svg.index("<desc") : svg.index("</desc>")]

    def test_an_svg_has_its_words_as_text_and_their_letters_with_it(self, folder):
        svg = (folder / "set-aside.svg").read_text(encoding="utf-8")
        assert ">Source: 1 article; newsthemes.<" not in svg and ">menu<" in svg
        assert svg.count("@font-face") >= 2 and "url(data:font/woff;base64," in svg

    def test_a_picture_from_elsewhere_says_nothing(self, tmp_path):
        Image.new("RGB", (2, 2)).save(tmp_path / "other.png")
        assert set(described(tmp_path / "other.png").values()) == {""}


class TestIndex:
    def test_a_row_a_figure_with_function_data_and_notebook(self, folder):
        text = write_index(folder).read_text(encoding="utf-8")
        (row,) = [line for line in text.splitlines() if "<img" in line]
        for part in (
            'src="set-aside.png"',
            "4 passages.",
            "`set-aside`",
            "(set-aside.csv)",
            "(../notebooks/01-corpus.ipynb)",
        ):
            assert part in row

    def test_text_from_articles_can_break_neither_the_table_nor_the_page(self, tmp_path):
        frame = FRAME.assign(reason=["<script>alert(1)</script> | x", '"> y'])
        export(
            FIGURES["set-aside"].draw(frame),
            frame,
            "hostile",
            tmp_path,
            caption="a | <img src=x onerror=alert(1)>",
        )
        (row,) = [line for line in write_index(tmp_path).read_text().splitlines() if "hostile.png" in line]
        assert "<script" not in row and "<img src=x" not in row
        assert row.count("|") == 6

    @pytest.mark.slow
    def test_figures_go_by_notebook_then_name(self, folder):
        second = export(
            FIGURES["set-aside"].draw(FRAME), FRAME, "a-first-name", folder, notebook="02-languages"
        )
        text = write_index(folder).read_text(encoding="utf-8")
        assert text.index("set-aside.png") < text.index(second.name)
        assert exported(folder, "01-corpus") == ["set-aside"]
        for path in folder.glob("a-first-name.*"):
            path.unlink()

    def test_what_was_left_out_is_named_with_its_reason(self, tmp_path):
        text = write_index(tmp_path, {"themes-over-time": "no article has a date <b>"}).read_text()
        assert "- themes-over-time: no article has a date &lt;b&gt;" in text

    def test_an_empty_folder_has_an_index_without_rows(self, tmp_path):
        assert "<img" not in write_index(tmp_path).read_text()

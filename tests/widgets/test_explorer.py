"""The explorer without a browser, on three small articles of which every number can be counted by hand."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from ipywidgets.embed import dependency_state

from newsthemes import InputError
from newsthemes.exploration.selection import complement
from newsthemes.widgets import front_end, theme_workbench
from newsthemes.widgets.explorer import Explorer
from newsthemes.widgets.map_groups import legend, rows_of


@pytest.fixture
def explorer(study):
    return study.explore()


def test_it_is_what_a_study_and_a_part_of_it_explore_with(study):
    assert isinstance(study.explore(), Explorer)
    part = study.where(language="en").explore()
    assert part.selection["passage_id"].tolist() == ["a:6", "a:24", "c:0"]


class TestSelection:
    def test_at_first_all_passages_the_most_typical_first(self, explorer):
        assert explorer.selection["passage_id"].tolist() == ["a:6", "a:24", "b:0", "b:20", "c:0"]
        assert explorer.selection["topic"].tolist() == ["chip", "weight", "chip", "chip", None]

    def test_a_lasso_moves_reader_and_shares(self, explorer):
        explorer.map.widget.selection = np.array([1, 4], np.uint32)
        assert explorer.selection["passage_id"].tolist() == ["a:24", "c:0"]
        assert explorer.reader.total == 2 and explorer.reader.view["quote"] == "Weights are open."
        assert explorer.shares.set_index("id")["count"].to_dict() == {"chips": 1, "licences": 1, 1: 1}

    def test_a_frame_goes_in(self, explorer, study):
        explorer.selection = study.quotes("licences")
        assert explorer.selection["passage_id"].tolist() == ["a:24"]
        assert explorer.map.widget.selection.tolist() == [1]
        explorer.selection = pd.DataFrame({"article_id": ["b"]})
        assert explorer.selection["passage_id"].tolist() == ["b:0", "b:20"]

    @pytest.mark.parametrize("what", [["c:0"], "c:0"])
    def test_ids_go_in(self, explorer, what):
        explorer.selection = what
        assert explorer.selection["passage_id"].tolist() == ["c:0"]

    def test_a_part_of_the_study_goes_in_and_comes_out(self, explorer, study):
        explorer.selection = study.where(source="Review")
        assert explorer.part.kept["passage_id"].tolist() == ["b:0", "b:20"]
        assert explorer.part.articles["article_id"].tolist() == ["b"]

    def test_none_selects_all_again(self, explorer):
        explorer.selection = ["c:0"]
        explorer.selection = None
        assert len(explorer.selection) == 5 and explorer.map.widget.selection.tolist() == []

    @pytest.mark.parametrize("what", [["nobody"], pd.DataFrame({"x": [1]})])
    def test_what_is_not_there_is_an_error_and_changes_nothing(self, explorer, what):
        explorer.selection = ["c:0"]
        with pytest.raises(InputError, match="explore: "):
            explorer.selection = what
        assert explorer.selection["passage_id"].tolist() == ["c:0"]


class TestFilters:
    def test_they_leave_passages_and_narrow_a_lasso(self, explorer):
        explorer.selection = ["a:6", "b:0"]
        explorer.filters.boxes["language"].value = "fr"
        assert explorer.selection["passage_id"].tolist() == ["b:0"]
        assert explorer.map.scatter.filter().tolist() == [2, 3]
        explorer.filters.lift()
        assert explorer.selection["passage_id"].tolist() == ["a:6", "b:0"]

    def test_by_a_theme_its_surest_come_first(self, explorer):
        explorer.filters.boxes["theme"].value = "chips"
        assert explorer.selection["score"].tolist() == [0.9, 0.8, 0.7, 0.6]

    def test_nothing_left_says_so(self, explorer):
        explorer.filters.boxes["source"].value = "Review"
        explorer.filters.boxes["topic"].value = 1
        assert "nothing has" in explorer.filters.status.value
        assert explorer.selection["passage_id"].tolist() == ["b:0", "b:20"]

    def test_any_is_what_a_list_says_again_when_it_is_lifted(self, explorer):
        box = explorer.filters.boxes["language"]
        assert box.options[1:] == (("English", "en"), ("French", "fr"))
        box.value = "fr"
        box.index = 0
        assert (box.label, len(explorer.selection)) == ("any", 5) and explorer.filters.conditions[
            "topic"
        ] is None

    def test_topic_0_is_a_topic(self, explorer):
        explorer.filters.boxes["topic"].value = 0
        assert explorer.selection["passage_id"].tolist() == ["a:6", "b:0", "b:20"]


class TestFewPassages:
    def test_one(self, study):
        explorer = study.where(topic="weight").explore()
        assert explorer.selection["passage_id"].tolist() == ["a:24"] and explorer.reader.total == 1
        assert "Weights are open." in explorer._repr_html_()

    def test_none_is_a_line(self, study):
        with pytest.raises(InputError, match="explore: no passage was kept"):
            complement(study, study).explore()


class TestLegend:
    def test_groups_with_counts(self, explorer):
        groups = [(g["name"], g["count"], g["selected"]) for g in explorer.legend.groups]
        assert groups == [("chip", 3, 3), ("weight", 1, 1), ("none", 1, 1)]

    def test_colour_by_language_and_pick(self, explorer):
        explorer.colour("language")
        assert [g["name"] for g in explorer.legend.groups] == ["English", "French"]
        explorer.legend.picked = "French"
        assert explorer.selection["passage_id"].tolist() == ["b:0"]
        explorer.legend.picked = None
        assert len(explorer.selection) == 5

    def test_groups_beyond_ten_are_one(self):
        groups = np.array([*(f"t{n:02}" for n in range(13) for _ in range(20 - n)), None], object)
        table = legend(groups, np.arange(len(groups)), "topic")
        assert table["name"].tolist() == [*(f"t{n:02}" for n in range(10)), "3 others", "none"]
        assert table["count"].tolist()[-2:] == table["selected"].tolist()[-2:] == [10 + 9 + 8, 1]
        assert rows_of("3 others", groups, table.to_dict("records")).tolist() == list(range(155, 182))
        assert rows_of("none", groups, table.to_dict("records")).tolist() == [182]
        eleven = legend(groups[:165], np.zeros(0, int), "topic")
        assert eleven["name"].tolist()[-1] == "t10"  # one other has its own name


class TestShares:
    @pytest.mark.parametrize("theme", ["chips", "licences"])
    def test_they_are_those_of_the_study(self, explorer, study, theme):
        explorer.selection = study.where(language="en")
        shown = explorer.shares.set_index("id").loc[theme]
        asked = study.where(language="en").share(theme, measure="mentions").iloc[0]
        assert (shown["share"], shown["count"], shown["n"]) == (asked["share"], asked["count"], asked["n"])

    def test_the_rest_is_the_rest(self, explorer):
        explorer.selection = ["a:24"]
        row = explorer.shares.set_index("id").loc["licences"]
        assert (row["share"], row["share_rest"], row["difference"]) == (1.0, 0.0, 1.0)

    def test_no_interval_is_null_not_nan(self, explorer):
        assert {row["low"] for row in explorer.numbers.rows} == {None}


class TestReader:
    def test_the_quote_in_its_article(self, explorer):
        explorer.selection = ["a:24"]
        view = explorer.reader.view
        assert (view["before"], view["quote"], view["after"]) == (
            "Menu. Chips are scarce. ",
            "Weights are open.",
            "",
        )
        assert [t["id"] for t in view["themes"]] == ["licences", "chips"] and view["themes"][0]["present"]

    def test_next_and_previous(self, explorer):
        explorer.reader.place = 2
        assert explorer.reader.view["passage_id"] == "b:0" and explorer.reader.view["gloss"]
        explorer.reader.place = 99
        assert explorer.reader.place == 4

    def test_why(self, explorer, study):
        study.explain = lambda passage, theme: pd.DataFrame(
            {"part": ["word"], "text": [f"{passage} {theme}"], "effect": [1.5]}
        )
        explorer.reader.act("why")
        assert explorer.reader.why == [{"part": "word", "text": "a:6 chips", "effect": 1.5}]


def test_the_encoder_loads_when_the_tab_of_themes_is_opened(explorer, study, monkeypatch):
    held, prepared = [], []
    monkeypatch.setattr(study.embedder, "warm", held.append)
    monkeypatch.setattr(explorer.workbench.scores, "prepare", lambda: prepared.append(True))
    explorer.tabs.selected_index = 2
    assert held == []
    explorer.tabs.selected_index = 1
    assert held == [theme_workbench.HELD] and prepared == [True]


class TestWithoutABrowser:
    def test_a_line_and_a_table(self, explorer):
        assert "needs a notebook with widgets" in repr(explorer) and "Chips" in repr(explorer)

    def test_a_picture_and_quotes_where_text_stays_text(self, explorer, study):
        study.articles.loc[0, "title"] = "<script>alert(1)</script>"
        bundle = explorer._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        assert "Chips are scarce." in bundle["text/html"] and "data:image/png" in bundle["text/html"]
        assert "<script>" not in bundle["text/html"]

    @pytest.mark.slow
    def test_nbconvert_shows_the_picture_and_the_quotes(self, explorer):
        import nbformat
        from nbconvert import HTMLExporter

        output = nbformat.v4.new_output("execute_result", explorer._repr_mimebundle_(), execution_count=1)
        cell = nbformat.v4.new_code_cell("explorer", outputs=[output], execution_count=1)
        page, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
        assert (
            "Chips are scarce." in page
            and "data:image/png" in page
            and "needs a notebook with widgets" in page
        )

    def test_the_saved_state_holds_all_that_is_shown(self, explorer):
        """What VS Code and a page made from a saved notebook render without a kernel."""
        state = json.loads(json.dumps(dependency_state([explorer], drop_defaults=False))).values()
        parts = [model["state"] for model in state if "_esm" in model["state"]]
        assert any("Chips are scarce." in json.dumps(part) for part in parts)
        ours = [part["_esm"] for part in parts if "function element(" in part["_esm"]]
        assert len(ours) == 5 and not any(re.search(r"https?:|import ", module) for module in ours)

    def test_without_the_extra_one_line_says_what_to_install(self, study, monkeypatch):
        import sys

        monkeypatch.setitem(sys.modules, "newsthemes.widgets.explorer", None)
        with pytest.raises(InputError, match=r"pip install 'newsthemes\[explore\]'"):
            study.explore()


def test_nothing_reads_text_as_html():
    """Text from a corpus is only ever set as text."""
    for path in front_end.FOLDER.glob("*.js"):
        code = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DOMParser", code
        ), path

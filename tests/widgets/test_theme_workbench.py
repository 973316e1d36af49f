"""A theme being written: edits, undo, what it catches and what flipped, the themes file and its ledger."""

import csv
import multiprocessing
import threading
import time

import numpy as np
import pandas as pd
import pytest

from newsthemes import InputError
from newsthemes.themes import Theme, load_themes
from newsthemes.widgets import draft_scores
from newsthemes.widgets.draft_theme import DraftTheme, changes, theme_id
from newsthemes.widgets.theme_catch import Catch
from newsthemes.widgets.theme_workbench import ThemeWorkbench
from newsthemes.widgets.themes_edit import note_edit, put_theme, save_theme

SCORES = {0: [0.9, 0.1, 0.2, 0.3, 0.4], 1: [0.9, 0.1, 0.8, 0.3, 0.1]}  # by the number of seeds


@pytest.fixture
def workbench(study, monkeypatch):
    """A workbench whose scores are known: one with no seeds, another with one."""

    def scored(self, theme):
        score = np.array(SCORES[min(len(theme.seeds), 1)])
        return score, score >= 0.5, 0.5

    monkeypatch.setattr(draft_scores.DraftScores, "__call__", scored)
    study.theme_definitions = load_themes(
        [{"id": "chips", "definition": "Chips."}, {"id": "licences", "definition": "L."}]
    )
    return ThemeWorkbench(study)


class TestEdits:
    def test_a_name_makes_a_theme_and_its_numbers(self, workbench):
        workbench.edit(name="Shortage", definition="What is scarce.")
        assert workbench.theme == Theme("shortage", "Shortage", "What is scarce.")
        assert (workbench.result["share"], workbench.result["caught"], workbench.result["n"]) == (0.25, 1, 2)
        assert workbench.result["flipped"] is None and not workbench.can_undo

    def test_a_seed_flips_passages_and_undo_takes_it_back(self, workbench):
        workbench.edit(name="Shortage")
        workbench.add_seed("fr", "Les puces  manquent.")
        assert workbench.draft["seeds"] == [["fr", "Les puces manquent."]]
        assert workbench.result["flipped"] == [1, 0] and workbench.result["share"] == 0.5
        assert [row["text"] for row in workbench.result["examples"]["new since the last edit"]] == [
            "Les puces manquent."
        ]
        workbench.undo()
        assert workbench.draft["seeds"] == [] and workbench.result["caught"] == 1

    def test_the_catch_by_language(self, workbench):
        workbench.edit(name="Shortage", seeds=[("en", "scarce")])
        assert workbench.result["by_language"] == [
            {"language": "en", "passages": 4, "caught": 1, "share": 0.25, "name": "English"},
            {"language": "fr", "passages": 1, "caught": 1, "share": 1.0, "name": "French"},
        ]

    def test_a_definition_before_the_name_is_kept(self, workbench):
        workbench.act("edit", definition="What is scarce.")
        assert workbench.status.startswith("theme: give it a name") and workbench.answered == 1
        workbench.act("edit", name="Shortage")
        assert workbench.theme == Theme("shortage", "Shortage", "What is scarce.") and workbench.status == ""

    def test_a_seed_that_comes_in_another_thread_waits_for_the_edit(self, workbench, monkeypatch):
        counting, scored = threading.Event(), draft_scores.DraftScores.__call__

        def slowly(self, theme):
            counting.set()
            time.sleep(0.1)
            return scored(self, theme)

        monkeypatch.setattr(draft_scores.DraftScores, "__call__", slowly)
        edit = threading.Thread(target=workbench.act, args=("edit",), kwargs={"name": "Shortage"})
        edit.start()
        counting.wait(5)
        workbench.act("seed", language="fr", phrase="Les puces manquent.")
        edit.join(5)
        assert (workbench.result["caught"], workbench.result["flipped"]) == (2, [1, 0])
        assert workbench.draft["seeds"] == [["fr", "Les puces manquent."]]

    def test_a_high_score_that_is_not_caught_says_why(self, workbench, monkeypatch):
        score, present = np.array([0.9, 0.8, 0.4, 0.3, 0.1]), np.array([True, False, False, False, False])
        monkeypatch.setattr(draft_scores.DraftScores, "__call__", lambda self, theme: (score, present, 0.5))
        workbench.edit(name="Shortage")
        listed = [item for items in workbench.result["examples"].values() for item in items]
        notes = {item["passage_id"]: item["note"] for item in listed}
        assert [notes[key] is None for key in ("a:6", "a:24", "b:0")] == [True, False, True]

    @pytest.mark.parametrize(
        "do", [{"do": "edit", "name": " "}, {"do": "seed", "language": "en", "phrase": "x"}, {"do": "save"}]
    )
    def test_without_a_theme_a_line_says_what_to_do(self, workbench, do):
        workbench.act(**do)
        assert workbench.status.startswith("theme: ")

    def test_markup_stays_text(self, workbench):
        workbench.edit(name="<b>Bold</b>")
        assert workbench.draft["name"] == "<b>Bold</b>" and workbench.theme.id == "b_bold_b"

    def test_the_same_seed_twice_is_one(self):
        draft = DraftTheme(Theme("a", "A"))
        draft.add_seed("en", "rain")
        draft.add_seed("en", "rain ")
        assert draft.theme.seeds == (("en", "rain"),) and len(draft.earlier) == 1

    @pytest.mark.parametrize(
        "name, id", [("Vie privée", "vie_privee"), ("123 go", "go"), ("隐私", "theme"), ("Chips", "chips_2")]
    )
    def test_ids_are_ids(self, name, id):
        assert theme_id(name, {"chips"}) == id

    def test_changes_in_words(self):
        before = Theme("a", "A", "x", (("en", "rain"), ("fr", "pluie")))
        assert changes(before, Theme("a", "A", "y", (("en", "rain"), ("en", "snow")))) == (
            "definition; seeds added: snow; seeds removed: pluie"
        )


def test_a_catch_in_order(study):
    scored = np.array([0.9, 0.45, 0.6, 0.3, 0.1]), np.array([True, False, True, False, False]), 0.5
    catch = Catch.of(study, Theme("x", "X"), scored)
    assert catch.surest.tolist() == [0, 2] and catch.borderline.tolist()[:2] == [1, 2]
    assert catch.share["share"] == pd.Series([(1 / 2 + 1 / 2), 0]).mean()


class TestFile:
    FILE = (
        "# mine\nthemes:\n- id: a  # first\n  name: A\n\n# about b\n- id: b\n  definition: Bees.\nlabels:\n"
    )

    def test_only_the_theme_changes(self):
        after = put_theme(self.FILE, Theme("a", "A", "Ants: and more.", (("no", "maur"),)))
        assert after == self.FILE.replace(
            "- id: a  # first\n  name: A\n",
            "- id: a\n  name: A\n  definition: 'Ants: and more.'\n  seeds:\n    'no':\n      - maur\n",
        )

    @pytest.mark.parametrize("end", ["", "\n", "\n\n# the end\n"])
    def test_a_new_theme_comes_last(self, end, tmp_path):
        path = tmp_path / "themes.yml"
        path.write_text("themes:\n  - id: a" + end)
        save_theme(path, Theme("c", "C", "Cats.", (("en", "a # cat"), ("fr", "chat: noir"))))
        assert load_themes(path)["c"].seeds == (("en", "a # cat"), ("fr", "chat: noir"))
        assert load_themes(path).ids == ["a", "c"] and ("# the end" in path.read_text()) == (
            "# the end" in end
        )

    def test_saving_a_theme_as_it_is_changes_no_byte_of_the_bundled_file(self, root):
        text = (root / "data" / "themes.yml").read_text(encoding="utf-8")
        for theme in load_themes():
            assert put_theme(text, theme) == text

    def test_the_studys_own_file_is_edited_and_the_ledger_kept(self, workbench, study, tmp_path):
        path = tmp_path / "mine.yml"
        path.write_text(
            "themes:\n  - id: chips\n    definition: Chips.\n  - id: licences\n    definition: L.\n"
        )
        study.theme_definitions, study.themes_from = load_themes(path), str(path)
        workbench.choose("chips")
        workbench.add_seed("en", "shortage")
        diff = workbench.save()
        assert "+        - shortage" in diff and workbench.diff == diff
        (row,) = csv.DictReader((tmp_path / "mine-history.csv").open())
        assert (row["theme"], row["change"]) == ("chips", "seeds added: shortage")
        assert [row[c] for c in ("caught_before", "caught", "flipped_in", "flipped_out")] == [
            "1",
            "2",
            "1",
            "0",
        ]
        assert (row["share_before"], row["share"]) == ("0.25", "0.5")
        assert workbench.save() == "" and len((tmp_path / "mine-history.csv").read_text().splitlines()) == 2

    def test_the_bundled_themes_are_copied_not_changed(self, workbench, study, root):
        before = (root / "data" / "themes.yml").read_bytes()
        study.theme_definitions = load_themes()
        workbench.edit(name="Rain", definition="Rain.")
        workbench.save()
        made = load_themes(study.out.with_name("out-themes.yml"))
        assert made.ids[-1] == "rain" and made.labels == load_themes().labels
        assert (root / "data" / "themes.yml").read_bytes() == before

    def test_where_nothing_can_be_written_one_line_says_so(self, workbench, study, tmp_path):
        (tmp_path / "file").write_text("")
        study.out = tmp_path / "file" / "out"
        workbench.edit(name="Rain")
        workbench.act("save")
        assert "can't be written" in workbench.status and "\n" not in workbench.status

    def test_a_ledger_that_cannot_be_written_is_a_line_and_the_theme_is_saved(self, workbench, study):
        study.out.with_name("out-themes-history.csv").mkdir()
        workbench.edit(name="Rain", definition="Rain.")
        workbench.act("save")
        assert "history.csv can't be written" in workbench.status and "\n" not in workbench.status
        assert "rain" in load_themes(study.out.with_name("out-themes.yml")).ids

    def test_themes_given_in_python_come_first_in_a_new_file(self, workbench, study):
        workbench.edit(name="Rain", definition="Rain.")
        workbench.save()
        assert load_themes(study.out.with_name("out-themes.yml")).ids == ["chips", "licences", "rain"]

    @pytest.mark.parametrize(
        "text", ["themes: [", "", "- a\n", "themes: []\n", "themes: {a: b}\n", "themes:\n  - a\n", "x: 1\n"]
    )
    def test_a_file_that_was_broken_meanwhile_is_a_line_and_stays(self, text, tmp_path):
        path = tmp_path / "themes.yml"
        path.write_text(text)
        with pytest.raises(InputError, match="themes: ") as raised:
            save_theme(path, Theme("a", "A"))
        assert "\n" not in str(raised.value) and path.read_text() == text

    def test_two_notebooks_do_not_lose_each_others_themes(self, tmp_path):
        path = tmp_path / "themes.yml"
        path.write_text("themes:\n  - id: first\n")
        fork = multiprocessing.get_context("fork")
        both = [fork.Process(target=_save_themes, args=(path, name)) for name in "ab"]
        for process in both:
            process.start()
        for process in both:
            process.join(30)
        assert sorted(load_themes(path).ids) == ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3", "first"]
        noted = [row["theme"] for row in csv.DictReader((tmp_path / "themes-history.csv").open())]
        assert sorted(noted) == ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"]


def _save_themes(path, name):
    for number in range(4):
        theme = Theme(f"{name}{number}", "A theme", "What it is.")
        save_theme(path, theme)
        note_edit(path, theme=theme.id, change="new theme")

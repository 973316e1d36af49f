"""Labels given in a notebook: written at once, taken back, not lost to one another, blind to one another."""

import multiprocessing

import numpy as np
import pandas as pd
import pytest

from newsthemes import InputError
from newsthemes.labelling import read_sheet
from newsthemes.labelling.borderline import BorderlineCoding
from newsthemes.labelling.coding import Coding, coder_path, other_sheets
from newsthemes.labelling.label_page import write_label_page
from newsthemes.labelling.progress import progress, progress_line
from newsthemes.results import file_lock
from newsthemes.themes import load_themes
from newsthemes.widgets.labeller import Labeller


@pytest.fixture
def study(study):
    study.theme_definitions = load_themes(
        [{"id": "chips", "definition": "Chips."}, {"id": "licences", "definition": "L."}]
    )
    return study


@pytest.fixture
def labeller(study):
    labeller = Labeller(study)
    labeller.begin("chips")
    return labeller


def labels(path):
    return read_sheet(path).set_index("passage_id")["label"].dropna().to_dict()


class TestWidget:
    def test_a_sheet_with_probabilities_is_drawn(self, labeller, study):
        sheet = read_sheet(coder_path(study.out, "chips"))
        assert len(sheet) == 5 and (sheet["probability"] == 1).all()
        assert (
            labeller.done["line"] == "0 of 5 labelled"
            and labeller.view["passage_id"] == sheet["passage_id"][0]
        )

    def test_no_score_is_shown(self, labeller):
        assert set(labeller.view) & {"themes", "topic", "score"} == set()

    def test_yes_no_and_undo(self, labeller):
        first = labeller.view["passage_id"]
        labeller.act("yes")
        second = labeller.view["passage_id"]
        labeller.act("no")
        assert labels(labeller.coding.path) == {first: 1.0, second: 0.0} and labeller.can_undo
        labeller.act("undo")
        assert labels(labeller.coding.path) == {first: 1.0} and labeller.view["passage_id"] == second
        labeller.act("undo")
        labeller.act("undo")
        assert labels(labeller.coding.path) == {} and not labeller.can_undo

    def test_what_is_skipped_comes_last(self, labeller):
        skipped = labeller.view["passage_id"]
        labeller.act("skip")
        seen = []
        while labeller.view:
            seen.append(labeller.view["passage_id"])
            labeller.act("yes")
        assert seen[-1] == skipped and sorted(seen) == ["a:24", "a:6", "b:0", "b:20", "c:0"]

    def test_the_share_is_that_of_the_study(self, labeller, study):
        while labeller.view:
            labeller.answer(labeller.view["passage_id"] != "a:24")
        asked = study.corrected_share("chips", labeller.coding.path).iloc[0]
        assert labeller.done["share"] == asked["share"] and labeller.done["low"] is None
        assert "no interval below 20; 15 more labels until then" in labeller.done["line"]

    def test_an_unknown_theme_is_a_line(self, labeller):
        labeller.act("begin", theme="none")
        assert labeller.status.startswith("no theme 'none'")

    def test_a_place_that_cannot_be_written_is_a_line(self, study, tmp_path):
        (tmp_path / "file").write_text("")
        study.out = tmp_path / "file" / "out"
        labeller = Labeller(study)
        labeller.act("begin", theme="chips")
        assert "can't be written" in labeller.status and "\n" not in labeller.status

    def test_a_read_only_folder_is_a_line(self, study, monkeypatch):
        def shut(*_, **__):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(
            file_lock, "open", shut, raising=False
        )  # root may write into a folder of mode 500
        labeller = Labeller(study)
        labeller.act("begin", theme="chips")
        assert "can't be written (Permission denied); copy the result folder" in labeller.status
        assert "\n" not in labeller.status

    def test_borderline_ones_go_into_examples_that_themes_learn_from(self, labeller, study):
        labeller.begin("licences", choose="borderline")
        assert labeller.view["passage_id"] == "c:0"  # 0.2 is nearest to 0.5; then 0.9 and 0.1 by order
        labeller.act("yes")
        labeller.act("no")
        labeller.act("undo")
        table = pd.read_csv(labeller.coding.path)
        assert table[["text", "language", "themes"]].values.tolist() == [["Chips again.", "en", "licences"]]
        assert isinstance(labeller.coding, BorderlineCoding)

        from newsthemes.themes.labelled_sentences import read_labels

        assert read_labels(labeller.coding.path, ["licences"]).carried["licences"].tolist() == [True]


def _label(study, passages):
    coding = Coding(study, "chips")
    for passage in passages * 5:
        coding.answer(passage, True)


class TestCoders:
    def test_two_notebooks_do_not_lose_each_others_labels(self, study):
        one, two = Coding(study, "chips"), Coding(study, "chips")
        passages = one.sheet()["passage_id"].tolist()
        for at, passage in enumerate(passages):
            (one, two)[at % 2].answer(passage, True)
        assert labels(one.path) == dict.fromkeys(passages, 1.0)
        two.undo()
        assert len(labels(one.path)) == 4

    def test_two_processes_that_label_at_once_lose_none(self, study):
        passages = Coding(study, "chips").sheet()["passage_id"].tolist()
        fork = multiprocessing.get_context("fork")
        both = [fork.Process(target=_label, args=(study, passages[at::2])) for at in (0, 1)]
        for process in both:
            process.start()
        for process in both:
            process.join(30)
        assert labels(coder_path(study.out, "chips")) == dict.fromkeys(passages, 1.0)

    def test_a_second_coder_sees_none_of_the_first_labels(self, labeller, study):
        labeller.act("yes")
        second = Labeller(study)
        second.begin("chips", coder="Ann B.")
        assert second.coding.sheet()["label"].isna().all() and "share" not in second.done
        second.act("no")
        assert len(labels(labeller.coding.path)) == 1
        again = Labeller(study)
        again.begin("chips", coder="Ann B.")
        assert again.done["line"] == "1 of 5 labelled"

    @pytest.mark.slow
    def test_their_agreement(self, labeller, study):
        second = Labeller(study)
        second.begin("chips", coder="ann")
        for _ in range(4):
            labeller.act("yes")
        for answer in ("yes", "yes", "yes", "no"):
            second.act(answer)
        assert list(other_sheets(study.out, "chips")) == ["ann"]
        labeller.begin("chips")
        assert labeller.agreement[0].startswith("ann: agreement 0.75") and labeller.agreement[0].endswith(
            "4 passages, 1 to settle"
        )

    def test_a_name_without_letters_is_none(self, study):
        with pytest.raises(InputError, match="no name for a coder"):
            Coding(study, "chips", coder="..")


class TestProgress:
    def test_lines(self):
        assert progress_line({"share": 0.2, "low": 0.14, "high": 0.26}, 0, None).endswith(
            "that is enough for ±3"
        )
        assert progress_line({"share": 0.2, "low": 0.14, "high": 0.26}, None, "more stories").endswith(
            "now; more stories"
        )

    def test_nothing_labelled_is_null(self, study):
        said = progress(study, "chips", study.to_label("chips", 5))
        assert (said["share"], said["labels"], said["total"]) == (None, 0, 5)


class TestPage:
    def test_it_holds_text_as_data_only(self, study, tmp_path):
        sheet = pd.DataFrame(study.to_label("chips", 5))
        sheet.loc[0, "text"] = "</script><script>alert(1)</script>=1+1"
        path = write_label_page(sheet, tmp_path / "page.html", "<b>Chips</b>", "What?")
        text = path.read_text(encoding="utf-8")
        assert (
            text.count("<script") == 2
            and "<b>Chips" not in text
            and "http" not in text.replace("http-equiv", "")
        )

    def test_a_folder_that_is_a_file_is_a_line(self, study, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(InputError, match="can't be written"):
            write_label_page(study.to_label("chips", 5), tmp_path / "file" / "page.html", "Chips")


def test_labels_survive_numbers_of_any_look(labeller):
    sheet = labeller.coding.sheet()
    assert np.allclose(sheet["probability"], 1) and sheet["label"].isna().all()

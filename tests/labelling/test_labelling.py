"""Labels by hand: what is drawn, what the estimator makes of it, and what a sheet may hold."""

import numpy as np
import pandas as pd
import pytest

from newsthemes import InputError
from newsthemes.exploration.verbs import Exploration
from newsthemes.figures.registry import FIGURES
from newsthemes.labelling import agreement, read_sheet, sheet_path, to_settle, write_sheet
from newsthemes.labelling.estimator import Population, errs_alike, estimate, power_tuned
from newsthemes.labelling.sampling import draw, score_band
from newsthemes.labelling.summary import label_theme
from newsthemes.report.corrected import corrected_lines


@pytest.fixture
def study(small_study, tmp_path):
    class Asked(Exploration):
        out = tmp_path / "results"

    asked = Asked()
    for name, value in vars(small_study).items():
        setattr(asked, name, value)
    asked.scores["chips"] = [0.9, 0.1, 0.9, 0.7, 0.8]
    return asked


@pytest.fixture
def units():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"passage_id": [f"p{i}" for i in range(1000)], "score": rng.beta(0.3, 2.7, 1000)})
    return table.assign(language=rng.choice(["en", "fr"], 1000), source=rng.choice(["Desk", None], 1000))


class TestDraw:
    def test_the_same_again_and_of_the_size_asked_for(self, units):
        sample = draw(units, 100)
        assert len(sample) == 100
        pd.testing.assert_frame_equal(sample, draw(units, 100))

    def test_a_larger_one_keeps_the_smaller(self, units):
        small = draw(units, 60)["row"]
        drawn = np.isin(np.arange(len(units)), small)
        assert set(small) <= set(draw(units, 150, drawn)["row"])

    def test_inverse_probabilities_add_up_to_what_there_is(self, units):
        sample = draw(units, 100)
        assert (1 / sample["probability"]).sum() == pytest.approx(len(units))

    @pytest.mark.parametrize("n", [1, 2, 3, 5, 9, 10, 11])
    def test_few_are_as_many_as_asked_for_each_with_its_probability(self, units, n):
        sample = draw(units, n)
        assert len(sample) == n
        assert (1 / sample["probability"]).sum() == pytest.approx(len(units))
        drawn = np.isin(np.arange(len(units)), sample["row"])
        assert set(sample["row"]) <= set(draw(units, 60, drawn)["row"])

    def test_uncertain_passages_are_drawn_more_often(self, units):
        sample = draw(units, 100).set_index("row")["probability"]
        band = score_band(units["score"])[sample.index]
        assert sample[band == 2].min() > 2 * sample[band == 0].max()

    def test_all_when_more_are_wanted_than_there_are(self, units):
        assert draw(units.head(7), 100)["probability"].tolist() == [1.0] * 7


class TestEstimate:
    def test_with_all_labels_it_is_their_mean(self):
        label = np.array([1.0, 0, 0, 1] * 10)
        ones = np.ones(40)
        units = Population(ones, 1 - label, np.zeros(40, int), np.arange(40), label, ones)
        found = estimate(units, power_tuned(units))
        assert found.share == pytest.approx(0.5)
        assert found.labelling == pytest.approx(0, abs=1e-3)

    @pytest.mark.slow
    def test_intervals_hold_and_are_narrow_in_a_simulation(self, root):
        import sys

        sys.path.insert(0, str(root / "benchmarks"))
        from labelling import simulate

        table = simulate(corpora=40, labels=200, seed=3).set_index("group")
        assert table.loc["all", "hold the truth"] >= 0.9
        assert (table["hold the truth"] >= 0.85).all()
        assert (table["times labels alone"] <= 2 / 3).all()

    def test_errors_that_differ_are_noticed(self):
        label = np.r_[np.ones(30), np.zeros(30)]
        units = Population(*(np.ones(60),) * 2, np.zeros(60, int), np.arange(60), label, np.ones(60))
        assert errs_alike(units, np.array(["a"] * 30 + ["b"] * 30, object), 5) <= 0.01
        assert errs_alike(units, np.array(["a", "b"] * 30, object), 5) > 0.2
        assert errs_alike(units, np.array(["a"] * 60, object), 5) is None


class TestSheet:
    def test_labels_stay_when_it_is_extended_and_nothing_is_asked_twice(self, study, tmp_path):
        path = tmp_path / "chips.csv"
        first = study.to_label("chips", 2, path)
        write_sheet(pd.DataFrame(first).assign(label=1.0), path)
        longer = study.to_label("chips", 5, path)
        assert longer["passage_id"].tolist()[: len(first)] == first["passage_id"].tolist()
        assert longer["label"].tolist()[: len(first)] == [1.0] * len(first)
        assert not longer["passage_id"].duplicated().any() and len(longer) == 5
        before = path.read_bytes()
        study.to_label("chips", 5, path)
        assert path.read_bytes() == before

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda t: t.assign(label="maybe"), "row 2: label 'maybe' is neither yes nor no"),
            (lambda t: t.drop(columns="label"), "column 'label' is missing"),
            (
                lambda t: t.assign(passage_id=["x", *t["passage_id"][1:]], label="yes"),
                "row 2: no kept passage 'x'",
            ),
            (lambda t: t.assign(label=""), "nothing is labelled yet"),
            (lambda t: t.assign(probability="0", label="no"), "row 2: probability '0'"),
            (lambda t: pd.concat([t, t]).assign(label="no"), "row 7: .* a second time"),
            (lambda t: t.assign(theme="licences", label="no"), "row 2: theme 'licences'"),
        ],
    )
    def test_what_is_wrong_is_said_with_file_and_row(self, study, tmp_path, change, said):
        path = tmp_path / "bad.csv"
        change(pd.DataFrame(study.to_label("chips", 5))).to_csv(path, index=False)
        with pytest.raises(InputError, match=f"bad.csv.*{said}"):
            study.corrected_share("chips", path)

    def test_semicolons_and_decimal_commas_of_a_spreadsheet(self, tmp_path):
        path = tmp_path / "s.csv"
        path.write_text("\ufeffpassage_id;label;probability\na:1;YES;0,25\nb:2;;1\n", encoding="utf-8")
        sheet = read_sheet(path)
        assert sheet["probability"].tolist() == [0.25, 1.0]
        assert sheet["label"].tolist()[0] == 1.0 and sheet["label"].isna().tolist() == [False, True]


class TestCorrectedShare:
    def test_all_labelled(self, study):
        sheet = pd.DataFrame(study.to_label("chips", 5)).assign(label="yes")
        row = study.corrected_share("chips", sheet).iloc[0]
        assert row["share"] == 1 and row["labels"] == 5 and np.isnan(row["low"])
        assert "no interval" in row["note"]

    def test_a_group_with_too_few_labels_has_no_share_but_a_reason(self, study):
        sheet = pd.DataFrame(study.to_label("chips", 5)).assign(label="no")
        table = study.corrected_share("chips", sheet, by="source")
        assert table["share"].isna().all() and table["note"].str.startswith("not corrected").all()

    def test_the_command_says_where_the_sheet_is_and_what_is_known(self, study, tmp_path):
        path = tmp_path / "results-labels" / "chips.csv"
        assert "5 passages, 0 labelled" in label_theme(study, "Chips", 5)
        filled = pd.read_csv(path, keep_default_na=False).assign(label=["yes", "no", "yes", "yes", "no"])
        filled.to_csv(path, index=False)
        other = tmp_path / "second.csv"
        filled.assign(label=["yes", "yes", "yes", "yes", "no"]).to_csv(other, index=False)
        said = label_theme(study, "Chips", 5, second=other)
        assert "all: " in said and "AC1: 0." in said and "nan" not in said
        assert f"to settle: {filled['passage_id'][1]}" in said


class TestAgreement:
    def test_values_counted_by_hand(self):
        found = agreement([1] * 5 + [0] * 5, [1] * 4 + [0] * 6).set_index("coefficient")["value"]
        assert found["agreement"] == 0.9
        assert found["alpha"] == pytest.approx(1 - 0.1 * 20 * 19 / (2 * 9 * 11))
        assert found["AC1"] == pytest.approx((0.9 - 0.495) / (1 - 0.495))

    def test_the_example_of_krippendorff(self):
        """Two observers, ten units, binary data: K. Krippendorff, Computing Krippendorff's alpha-reliability (2011)."""
        table = agreement([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
        table = table.set_index("coefficient")
        assert table.loc["alpha", "value"] == pytest.approx(0.095, abs=0.0005)
        assert table.loc["AC1", "value"] == pytest.approx(
            (0.6 - 0.42) / (1 - 0.42)
        )  # 2 · 0.3 · 0.7 by chance
        assert (table["low"] <= table["value"]).all() and (table["value"] <= table["high"]).all()

    def test_one_label_throughout_has_no_alpha(self):
        found = agreement([0, 0, np.nan], [0, 0, 1]).set_index("coefficient")
        assert np.isnan(found.loc["alpha", "value"]) and found.loc["alpha", "note"]
        assert found.loc["AC1", "value"] == 1 and found.loc["AC1", "n"] == 2
        assert found.loc["AC1", "note"] is None

    def test_no_passage_with_two_labels(self):
        with pytest.raises(InputError, match="no passage has labels of both"):
            agreement([1, np.nan], [np.nan, 0])

    def test_what_to_settle(self):
        first = pd.DataFrame({"passage_id": ["a", "b", "c"], "label": [1.0, 0.0, np.nan]})
        second = pd.DataFrame({"passage_id": ["b", "a"], "label": [1.0, 1.0]})
        assert to_settle(first, second)["passage_id"].tolist() == ["b"]


class TestLabelsShown:
    """The corrected share of a theme that has labels, in the figure and on the page."""

    @pytest.fixture
    def labelled(self, study):
        path = sheet_path(study.out, "chips")
        sheet = study.to_label("chips", 5, path)
        write_sheet(
            pd.DataFrame(sheet).assign(label=sheet["text"].str.contains("Chips|puces").astype(float)), path
        )
        return study

    def test_the_figure_has_a_row_a_theme_with_labels(self, labelled):
        made = FIGURES["corrected-shares"]
        frame = made.data(labelled)
        row = frame.iloc[0]
        assert len(frame) == 1 and (row["theme"], row["labels"]) == ("Chips", 5)
        assert (row["share"], row["uncorrected"]) == (pytest.approx(5 / 6), pytest.approx(5 / 6))
        assert "5 labels only: no interval below 20" in made.caption(frame, labelled)
        assert "n = 5 labels of Chips" in made.draw(frame).get_label()

    def test_groups_that_cannot_be_corrected_say_so(self, labelled):
        frame = FIGURES["corrected-shares"].data(labelled, by="language")
        assert frame["share"].isna().all() and frame["note"].str.startswith("not corrected").all()
        assert "not corrected for want of labels: 2 groups" in FIGURES["corrected-shares"].caption(
            frame, labelled
        )

    def test_without_labels_the_reason_is_the_command(self, study):
        assert "newsthemes label" in FIGURES["corrected-shares"].missing(study)

    def test_the_page_has_a_line_for_it(self, labelled):
        themes = labelled.kept[["passage_id"]].assign(
            theme="chips", score=labelled.scores["chips"], present=labelled.presence["chips"]
        )
        said = corrected_lines(labelled.out, labelled.articles, labelled.kept, themes, labelled.seed)
        assert said == {
            "chips": "83.3% of passages, corrected by 5 labels, uncorrected 83.3% (5 labels only: no interval below 20)"
        }
        sheet_path(labelled.out, "chips").write_text("passage_id,label,probability\nx:0,yes,0.5\n")
        said = corrected_lines(labelled.out, labelled.articles, labelled.kept, themes, labelled.seed)
        assert said["chips"].startswith("its labels can't be used: ") and "x:0" in said["chips"]

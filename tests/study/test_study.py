import json
import shutil

import numpy as np
import pandas as pd
import pytest

from newsthemes import InputError, Study
from newsthemes.__main__ import main
from newsthemes.prevalence import prevalence
from newsthemes.results.folder import plain
from newsthemes.study import STAGES
from newsthemes.study.checkpoint import Checkpoint

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_figures")]

CONTRACT = (
    "articles.parquet passages.parquet vectors.npy topics.csv passage_topics.parquet article_topics.parquet "
    "passage_themes.parquet prevalence.csv report.csv figures run.json"
).split()


@pytest.fixture(scope="module")
def study(corpus, tmp_path_factory):
    study = Study(corpus, out=tmp_path_factory.mktemp("results") / "out")
    assert study.save()
    return study


def bytes_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def forbid(monkeypatch, stages):
    """Computing any of these stages fails."""
    for stage in stages:
        monkeypatch.setitem(STAGES, stage, STAGES[stage]._replace(compute=None))


def folder_of(tmp_path, **texts):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


class TestResults:
    def test_the_contracts_files_are_there(self, study):
        assert {path.name for path in study.out.iterdir()} >= set(CONTRACT)

    def test_every_passage_is_verbatim(self, study):
        text = study.articles.set_index("article_id")["text"]
        for row in study.passages.itertuples():
            assert text[row.article_id][row.start : row.end] == row.text

    def test_vectors_are_row_aligned_and_zero_only_where_set_aside(self, study):
        lengths = np.linalg.norm(study.vectors, axis=1)
        assert len(lengths) == len(study.passages)
        assert (lengths > 0).tolist() == study.passages["kept"].tolist()
        assert np.allclose(lengths[lengths > 0], 1, atol=1e-5)

    def test_every_kept_passage_has_a_topic_row_and_a_row_a_theme(self, study):
        assert len(study.topics.assignment) == len(study.kept)
        assert len(study.themes) == len(study.kept) * len(study.theme_definitions.ids)
        assert study.scores.notna().all(axis=None)

    def test_front_matter_is_never_content(self, study):
        assert not study.kept["text"].str.contains("facts:").any()

    def test_a_translation_is_the_same_story(self, study):
        stories = study.articles.set_index("article_id")["story_id"]
        assert stories["a01-en"] == stories["a01-fr"] == stories["a01-id"]
        assert stories["a01-en"] != stories["b01-en"]

    def test_the_record_counts_what_the_tables_hold(self, study):
        record = json.loads((study.out / "run.json").read_text())
        assert record["counts"]["reading"]["articles"] == 12
        assert record["counts"]["reading"]["passages kept"] == len(study.kept)
        assert set(record["stages"]) == set(STAGES)
        assert all(stage["seconds"] >= 0 and stage["key"] for stage in record["stages"].values())

    def test_evidence_is_verbatim(self, study):
        text = study.articles.set_index("article_id")["text"]
        evidence = pd.read_csv(study.out / "evidence.csv", keep_default_na=False)
        assert len(evidence)
        for quote in evidence.itertuples():
            assert text[quote.article_id][quote.start : quote.end] == quote.quote


class TestAgain:
    def test_nothing_changed_computes_nothing(self, study, monkeypatch):
        again = Study(study.corpus, out=study.out)
        forbid(monkeypatch, STAGES)
        assert not again.save()
        assert again.themes.equals(study.themes)
        assert again.topics.assignment.tolist() == study.topics.assignment.tolist()

    @pytest.mark.parametrize("by", [None, "source", "language"])
    def test_shares_that_a_stage_holds_are_those_computed_alone(self, study, by):
        again = Study(study.corpus, out=study.out)
        given = (again.articles, again.kept, again.presence, by, "stories", "words")
        alone = plain(prevalence(*given, seed=again.seed))
        for held in (study.prevalence(by, measure="words"), again.prevalence(by, measure="words")):
            pd.testing.assert_frame_equal(held.drop(columns="false_alarms"), alone, check_exact=True)

    def test_a_corpus_that_only_moved_is_the_same_corpus(self, study, tmp_path):
        shutil.copytree(study.corpus, tmp_path / "elsewhere")
        assert Study(tmp_path / "elsewhere", out=study.out).unchanged()

    def test_an_article_more_is_another_corpus(self, study, tmp_path):
        shutil.copytree(study.corpus, tmp_path / "more")
        (tmp_path / "more" / "new.txt").write_text("A new article about chips.")
        assert not Study(tmp_path / "more", out=study.out).unchanged()

    @pytest.mark.acceptance
    def test_the_same_bytes_in_another_folder(self, study, tmp_path):
        Study(study.corpus, out=tmp_path / "out").save()
        once, again = bytes_of(study.out), bytes_of(tmp_path / "out")
        assert once.keys() == again.keys()
        assert [name for name in once if once[name] != again[name]] == []

    def test_edited_themes_rerun_only_what_rests_on_them(self, study, tmp_path, monkeypatch, root):
        out = tmp_path / "out"
        shutil.copytree(study.out, out)
        themes = tmp_path / "themes.yml"
        themes.write_text(
            "themes:\n  - id: chips\n    name: Chips\n    definition: Graphics processors and who gets them.\n"
        )
        forbid(monkeypatch, ("reading", "embedding", "stories", "topics"))
        edited = Study(study.corpus, out=out, themes=themes)
        assert edited.save()
        assert set(edited.themes["theme"]) == {"chips"}
        assert bytes_of(out)["vectors.npy"] == bytes_of(study.out)["vectors.npy"]

    def test_labels_of_the_users_own_are_used_to_correct_the_shares(self, study, tmp_path, root):
        shutil.copy(root / "data" / "themes.yml", tmp_path)
        labels = pd.read_csv(root / "data" / "gold.csv", keep_default_na=False)
        text = study.articles.set_index("article_id")["text"]
        labels = labels[labels["article_id"].isin(text.index)]
        spans = zip(labels["article_id"], labels["start"], labels["end"], strict=True)
        labels = labels.assign(text=[text[article][start:end] for article, start, end in spans])
        labels[["text", "themes"]].to_csv(tmp_path / "gold.csv", index=False)
        own = Study(study.corpus, themes=tmp_path / "themes.yml")
        shares = own.prevalence(measure="passages")
        assert shares["uncorrected"].notna().all()
        assert shares["note"].str.contains("not corrected: too few labels").all()  # four stories are too few
        assert "uncorrected" not in study.prevalence()

    def test_labels_of_other_texts_correct_nothing(self, study, tmp_path, root):
        shutil.copy(root / "data" / "themes.yml", tmp_path)
        (tmp_path / "gold.csv").write_text("text,themes\nChips are short.,compute_allocation\nRain fell.,\n")
        assert "uncorrected" not in Study(study.corpus, themes=tmp_path / "themes.yml").prevalence()

    def test_a_damaged_table_is_computed_again(self, study, tmp_path):
        out = tmp_path / "out"
        shutil.copytree(study.out, out)
        (out / "passage_themes.parquet").write_bytes(b"cut short")
        assert Study(study.corpus, out=out).themes.equals(study.themes)

    def test_the_order_of_the_input_changes_nothing_but_order(self, study, corpus, tmp_path):
        files = sorted(corpus.glob("*.md"))
        there, back = Study(files), Study(files[::-1])
        key = ["article_id", "start"]
        one, other = (s.passages.sort_values(key).reset_index(drop=True) for s in (there, back))
        assert one["text"].tolist() == other["text"].tolist()
        assert one["kept"].tolist() == other["kept"].tolist()

    def test_what_a_user_put_beside_the_results_stays(self, study, tmp_path):
        out = tmp_path / "out"
        shutil.copytree(study.out, out)
        (out / "notes.txt").write_text("mine")
        (out / "report.html").write_text("made from the earlier results")
        Study(study.corpus, out=out, seed=1).save()
        assert (out / "notes.txt").read_text() == "mine"
        assert not (out / "report.html").exists()

    def test_an_interrupted_run_goes_on_from_its_finished_stages(self, study, tmp_path, monkeypatch):
        def interrupt(*_):
            raise KeyboardInterrupt

        out = tmp_path / "out"
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setitem(STAGES, "themes", STAGES["themes"]._replace(compute=interrupt))
            Study(study.corpus, out=out).save()
        assert not out.exists()
        forbid(monkeypatch, ("reading", "embedding", "stories", "topics"))
        assert Study(study.corpus, out=out).save()
        assert bytes_of(out) == bytes_of(study.out)
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    @pytest.mark.acceptance
    def test_a_study_is_saved_again_where_its_results_were_deleted(self, study, tmp_path):
        again = Study(study.corpus, out=tmp_path / "out")
        again.save()
        shutil.rmtree(tmp_path / "out")
        assert again.save()
        assert bytes_of(tmp_path / "out") == bytes_of(study.out)


SHORT = "A laboratory published the weights of its model under an open licence. Two engineers left it for a rival."
OF_TOPICS = (
    "topics",
    "topic-names",
    "figures",
    "passage_topics",
    "article_topics",
    "report.csv",
)  # files that tell of topics


@pytest.fixture(scope="module")
def grown(study, tmp_path_factory):
    """The corpus and one short article more, saved over results without it."""
    folder = tmp_path_factory.mktemp("grown")
    shutil.copytree(study.out, folder / "out")
    shutil.copytree(study.corpus, folder / "corpus")
    (folder / "corpus" / "new.txt").write_text(SHORT)
    grown = Study(folder / "corpus", out=folder / "out")
    assert grown.save()
    return grown


@pytest.fixture(scope="module")
def anew(grown, tmp_path_factory):
    anew = Study(grown.corpus, out=tmp_path_factory.mktemp("anew") / "out")
    anew.save()
    return anew


class TestTouched:
    """Records and results that others have changed: said in one line, computed anew, never taken."""

    @pytest.fixture
    def out(self, study, tmp_path):
        return shutil.copytree(study.out, tmp_path / "out")

    def saved_again(self, study, out, capsys):
        """What is said of the results that were changed, of which the next run makes what they were."""
        assert Study(study.corpus, out=out).save()
        assert bytes_of(out) == bytes_of(study.out)
        said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("newsthemes: ")]
        assert not Study(study.corpus, out=out).save()
        return said

    @pytest.mark.parametrize(
        "content",
        ["[]", '{"files": null}', '{"stages": {"reading": 3}, "files": [1]}', "[" * 10_000, "\0", '"run"'],
    )
    def test_a_record_of_another_shape_is_none(self, study, out, capsys, content):
        (out / "run.json").write_text(content)
        with pytest.raises(InputError, match="holds no finished run"):
            Study.open(out)
        assert main(["report", "--out", str(out)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
        checkpoint = out.with_name(".out.unfinished")
        checkpoint.mkdir()
        (checkpoint / "stages.json").write_text(content)
        Study(study.corpus, out=out).store.note_changes()
        assert "is not the record of a finished run" in capsys.readouterr().err
        with Checkpoint(out) as unfinished:
            assert unfinished.stages == {}

    def test_a_run_over_a_record_of_another_shape(self, study, out, capsys):
        (out / "run.json").write_text("[1]")
        assert self.saved_again(study, out, capsys) == [
            f"newsthemes: {out}/run.json is not the record of a finished run: all is computed anew"
        ]

    def test_results_that_were_changed_by_hand_are_made_anew(self, study, out, capsys):
        shares = (out / "prevalence.csv").read_text()
        (out / "prevalence.csv").write_text(shares.replace("0.", "1."))  # as long as before
        (out / "topics.csv").write_text("mine")
        vectors = np.load(out / "vectors.npy")
        np.save(out / "vectors.npy", vectors[::-1])
        damaged = next(path for path in (out / "topics").iterdir() if path.is_file())
        damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
        with pytest.raises(InputError, match="stage topics were changed or can't be read; run it again"):
            _ = Study.open(out).topics
        (said,) = self.saved_again(study, out, capsys)
        assert said.startswith(f"newsthemes: {out}: ") and said.endswith(
            "changed or damaged since the last run: made anew"
        )

    def test_names_of_topics_are_the_users_to_change(self, study, out):
        with open(out / "topic-names.csv", "a") as file:
            file.write("\n")
        assert not Study(study.corpus, out=out).store.changed_by_others()


class TestGrown:
    def test_tables_are_those_of_a_run_from_nothing(self, grown, anew):
        one, other = bytes_of(grown.out), bytes_of(anew.out)
        assert {n for n in one.keys() ^ other.keys() if not n.startswith(OF_TOPICS)} == set()
        assert [n for n in one if not n.startswith(OF_TOPICS) and one[n] != other[n]] == []

    def test_only_the_new_article_is_computed(self, study, grown, tmp_path, monkeypatch):
        texts = []
        for name in ("passages.passages_of", "themes.score_themes"):
            module, function = (f"newsthemes.{name}").rsplit(".", 1)
            real = getattr(__import__(module, fromlist=[function]), function)
            monkeypatch.setattr(
                f"{module}.{function}",
                lambda given, *rest, real=real, **named: texts.append(given) or real(given, *rest, **named),
            )
        shutil.copytree(study.out, tmp_path / "out")
        again = Study(grown.corpus, out=tmp_path / "out")
        again.save()
        sentences = SHORT.replace(". T", ".|T").split("|")
        assert [
            given
            for given in texts
            if given not in ("One sentence.\nSubscribe to our newsletter: 3 May 2020",)
        ] == [SHORT, sentences]
        assert bytes_of(again.out) == bytes_of(grown.out)

    @pytest.mark.acceptance
    @pytest.mark.parametrize(
        ("file", "content"),
        [
            ("inputs.parquet", b""),
            ("vectors.npy", b""),
            ("evidence.csv", b"cut,short"),
            ("topics/newsthemes.json", b"{}"),
            ("run.json", b""),
        ],
    )
    def test_damaged_results_are_not_built_on(self, study, grown, anew, tmp_path, file, content):
        shutil.copytree(study.out, tmp_path / "out")
        (tmp_path / "out" / file).write_bytes(content)
        Study(grown.corpus, out=tmp_path / "out").save()
        one, other = bytes_of(tmp_path / "out"), bytes_of(anew.out)
        assert [n for n in one if not n.startswith(OF_TOPICS) and one[n] != other[n]] == []

    def test_topics_are_kept_and_the_new_article_is_assigned_to_them(self, study, grown):
        old = grown.kept["article_id"] != "new"
        assert grown.topics.assignment[old].tolist() == study.topics.assignment.tolist()
        assert grown.topics.added == 2 and grown.topics.gone == 0
        counts = json.loads((grown.out / "run.json").read_text())["counts"]["topics"]
        assert counts["passages assigned to topics found earlier"] == 2

    def test_topics_are_found_anew_when_asked(self, grown, anew, tmp_path):
        shutil.copytree(grown.out, tmp_path / "out")
        refitted = Study(grown.corpus, out=tmp_path / "out", refit=True)
        assert not refitted.unchanged()
        assert refitted.save()
        assert bytes_of(refitted.out) == bytes_of(anew.out)
        assert Study(grown.corpus, out=tmp_path / "out", refit=True).unchanged()

    @pytest.mark.acceptance
    def test_and_when_much_has_changed(self, study, tmp_path):
        folder = tmp_path / "corpus"
        shutil.copytree(study.corpus, folder)
        for path in sorted(folder.iterdir())[:2]:
            path.unlink()
        shutil.copytree(study.out, tmp_path / "out")
        fewer, anew = (Study(folder, out=tmp_path / name) for name in ("out", "anew"))
        fewer.save()
        anew.save()
        assert bytes_of(fewer.out) == bytes_of(anew.out)

    def test_back_to_what_it_was(self, study, grown, tmp_path):
        shutil.copytree(grown.out, tmp_path / "out")
        back = Study(study.corpus, out=tmp_path / "out")
        back.save()
        one, other = bytes_of(back.out), bytes_of(study.out)
        assert [n for n in other if one[n] != other[n] and not n.startswith(OF_TOPICS)] == []
        assert back.topics.assignment.tolist() == study.topics.assignment.tolist()


class TestTooLittle:
    @pytest.mark.acceptance
    @pytest.mark.parametrize(
        "texts",
        [
            {"one": "Researchers left the laboratory to join a rival."},
            {"one": "Researchers left the laboratory. " * 3},
            {
                "one": "Meta released its model as open source.",
                "two": "Les actions ont chuté après l'annonce.",
            },
        ],
        ids=["one sentence", "one sentence three times", "two articles"],
    )
    def test_themes_are_scored_and_the_study_says_what_it_cannot_say(self, tmp_path, texts):
        study = Study(folder_of(tmp_path, **texts), out=tmp_path / "out")
        study.save()
        assert len(study.themes) == len(study.kept) * 10
        assert study.topics.claims

    def test_a_corpus_of_nothing_but_furniture_still_ends_well(self, tmp_path):
        study = Study(folder_of(tmp_path, one="Share\n\nComment\n\n0/400\n"), out=tmp_path / "out")
        study.save()
        assert len(study.kept) == 0 and len(study.passages) == 3

    def test_an_article_of_which_nothing_is_kept_is_reported(self, tmp_path):
        texts = {"one": "Researchers left the laboratory.", "wall": "Share\n\nComment\n\n0/400\n"}
        study = Study(folder_of(tmp_path, **texts), out=tmp_path / "out")
        study.save()
        again = Study(study.corpus, out=study.out)
        for report in (study.report, again.report):
            assert report.loc[report["step"] == "split", "item"].tolist() == ["wall"]
        assert study.counts()["reading"]["inputs not read in full"] == 1


class TestMistakes:
    def error(self, capsys, *arguments):
        assert main([str(argument) for argument in arguments]) == 2
        lines = capsys.readouterr().err.strip().splitlines()
        assert len(lines) == 1 and lines[0].startswith("newsthemes: ")
        return lines[0]

    def test_missing_folder(self, tmp_path, capsys):
        out = tmp_path / "out"
        assert "nowhere" in self.error(capsys, "run", tmp_path / "nowhere", "--out", out)
        assert not out.exists()

    def test_empty_folder(self, tmp_path, capsys):
        assert "corpus" in self.error(capsys, "run", folder_of(tmp_path), "--out", tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_only_unreadable_files(self, tmp_path, capsys):
        folder = folder_of(tmp_path)
        (folder / "a.bin").write_bytes(bytes(range(256)) * 20)
        assert "a.bin" in self.error(capsys, "run", folder, "--out", tmp_path / "out")

    def test_unknown_encoder(self, corpus, tmp_path, capsys):
        line = self.error(capsys, "run", corpus, "--out", tmp_path / "out", "--encoder", "no-such-encoder")
        assert "no-such-encoder" in line
        assert list(tmp_path.iterdir()) == []

    def test_unwritable_out(self, corpus, tmp_path, capsys):
        (tmp_path / "file").write_text("")
        assert "file" in self.error(capsys, "run", corpus, "--out", tmp_path / "file" / "out")
        assert "is a file" in self.error(capsys, "run", corpus, "--out", tmp_path / "file")

    def test_out_with_somebody_elses_files(self, corpus, tmp_path, capsys):
        (tmp_path / "thesis.doc").write_text("mine")
        assert "did not write" in self.error(capsys, "run", corpus, "--out", tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]

    def test_malformed_themes_name_the_line(self, corpus, tmp_path, capsys):
        themes = tmp_path / "themes.yml"
        themes.write_text("themes:\n  - id: a\n    name: A\n    defnition: misspelt\n")
        line = self.error(capsys, "run", corpus, "--out", tmp_path / "out", "--themes", themes)
        assert "defnition" in line and "4" in line

    def test_notebooks_without_a_run(self, tmp_path, capsys):
        assert "no finished run" in self.error(capsys, "notebooks", "--out", tmp_path)

    def test_a_failure_midway_leaves_the_earlier_results(self, study, tmp_path, monkeypatch):
        out = tmp_path / "out"
        shutil.copytree(study.out, out)
        before = bytes_of(out)

        def fail(*_):
            raise OSError("disk full")

        monkeypatch.setattr("newsthemes.study.outputs.write_table", fail)
        with pytest.raises(OSError):
            Study(study.corpus, out=out, seed=5).save()
        assert bytes_of(out) == before
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    def test_a_study_without_out_cannot_be_saved(self, corpus):
        with pytest.raises(InputError, match="no result folder"):
            Study(corpus).save()

"""A run that asks a model for names of topics, and the runs after it."""

import json
import shutil

import pandas as pd
import pytest
from model_server import completion, served

from newsthemes import Study
from newsthemes.__main__ import main
from newsthemes.report import write_report
from newsthemes.topics.endpoint import Endpoint
from newsthemes.topics.proposals import FILE

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_figures")]


def named_in_turn():
    """Answers that differ: "Subject 1a", "Subject 2a" …"""
    seen = {}
    return lambda prompt: completion(f"Subject {seen.setdefault(prompt, len(seen) + 1)}a")


def labels(out):
    return pd.read_csv(out / "topics.csv")["label"].tolist()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """So few passages that alike ones are grouped, and the groups named as topics are."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "port.txt").write_text("The ferry waits in the harbour. A ferry sails to the harbour at noon.")
    (folder / "bread.txt").write_text(
        "Bread is dear this year. Bakers raised the price of bread again in May."
    )
    return folder


@pytest.fixture(scope="module")
def out(corpus, tmp_path_factory):
    """A finished run that asks nobody, and one beside it that asked a model."""
    folder = tmp_path_factory.mktemp("named")
    assert Study(corpus, out=folder / "plain").save()
    with served(named_in_turn()) as (url, seen):
        assert main(["run", str(corpus), "--out", str(folder / "asked"), "--llm", url]) == 0
        assert len(seen) == 1 + len(labels(folder / "asked"))  # the list of models, then each topic
        again = Study(corpus, out=folder / "asked", llm=Endpoint(url))
        assert not again.save() and len(seen) == 1 + len(labels(folder / "asked"))
    return folder


def test_without_it_nothing_of_it_is_there(out):
    assert not (out / "plain" / FILE).exists()
    assert pd.read_csv(out / "plain" / "topics.csv")["proposed_by"].isna().all()
    assert json.loads((out / "plain" / "run.json").read_text())["llm"] is None


def test_proposed_names_are_everywhere_and_marked(out):
    table, proposals = pd.read_csv(out / "asked" / "topics.csv"), pd.read_csv(out / "asked" / FILE)
    assert table["label"].tolist() == proposals["name"].tolist() != labels(out / "plain")
    assert table["proposed_by"].str.startswith("small at 127.0.0.1").all()
    assert pd.read_csv(out / "asked" / "topic-names.csv")["name"].isna().all()  # that table is people's
    kept = Study.open(out / "asked").kept["text"]
    assert {" ".join(text.split())[:300] for text in kept} >= set(json.loads(proposals["quotes"][0]))
    claims = json.loads((out / "asked" / "run.json").read_text())["claims"]
    assert "proposed by small at 127.0.0.1" in claims[-1]
    page = write_report(out / "asked").read_text(encoding="utf-8")
    assert page.count("name proposed by small at") == len(table)


def test_the_next_run_asks_nobody_and_keeps_the_names(out, corpus):
    assert not Study(corpus, out=out / "asked").save()


def test_a_name_of_one_s_own_comes_before_a_proposed_one(out, corpus, tmp_path):
    mine = shutil.copytree(out / "asked", tmp_path / "mine")
    names = pd.read_csv(mine / "topic-names.csv", dtype=str)
    names.loc[0, "name"] = "My name"
    names.to_csv(mine / "topic-names.csv", index=False)
    assert Study(corpus, out=mine).save()
    assert labels(mine) == ["My name", *labels(out / "asked")[1:]]
    assert pd.read_csv(mine / "topics.csv")["proposed_by"].isna().tolist()[0]


def test_a_model_that_fails_leaves_the_names_made_of_terms_and_is_asked_again(out, corpus, tmp_path, capsys):
    failing = shutil.copytree(out / "plain", tmp_path / "failing")
    with served(lambda _: (503, b"busy")) as (url, seen):
        study = Study(corpus, out=failing, llm=Endpoint(url, "small"))
        assert study.save() and len(seen) == 1
    assert labels(failing) == labels(out / "plain") and "HTTP 503 busy" in capsys.readouterr().err
    with served(named_in_turn()) as (url, seen):
        assert Study(corpus, out=failing, llm=Endpoint(url, "small")).save()
    assert labels(failing)[0] == "Subject 1a"

"""A page that could not be fetched is asked for again by the next run; one that was read is not."""

import pytest

from newsthemes import Study
from newsthemes.corpus import fetch

pytestmark = pytest.mark.slow

TEXT = "{} bought chips in Paris on Monday. It paid five million dollars."
PAGE = f"<html><body><article><p>{TEXT}</p></article></body></html>"


@pytest.mark.acceptance
def test_a_page_that_failed_is_asked_again(tmp_path, monkeypatch):
    asked, failing = [], [True]

    def answer(self, url, conditions=None):
        asked.append(url)
        if url.endswith("/b") and failing[0]:
            raise fetch.Refused("HTTP 503", url)
        return fetch.Page(PAGE.format(url[-1]).encode(), url)

    monkeypatch.setattr(fetch.Host, "fetch", answer)
    (tmp_path / "list.txt").write_text("https://news.example/a\nhttps://news.example/b\n")

    def run():
        study = Study(tmp_path / "list.txt", out=tmp_path / "out")
        return study.save(), len(study.articles)

    assert run() == (True, 1)
    failing[0] = False
    assert run() == (True, 2) and len(asked) == 4
    assert run() == (False, 2) and len(asked) == 4

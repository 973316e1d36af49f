"""A BERT with mean pooling, from weights that a package brings: the network of MiniLM and of multilingual E5.

Importing this is cheap; PyTorch is imported with the first :class:`Bert`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

MAX_TOKENS = 256  # what MiniLM was trained to read; the rest of a longer text is not seen
TOKENS_PER_BATCH = 1024  # padded tokens: larger batches gain nothing on a CPU and cost memory
TEXTS_PER_ROUND = 8192  # tokenised at once, sorted by length
ROWS = 256  # multiples of so many rows: for every other number oneDNN makes, and keeps, new code
KEYS = 16  # attention is up to twice as fast over a multiple of so many tokens: what vector units compute at once
EPSILON = 1e-12
HEADS = 12


class Bert:
    """The network, run in bfloat16 where the CPU has it and in float32 elsewhere, on one thread: the same bits
    whatever else the machine does. bfloat16 has a mean cosine of 0.99997 with float32.

    ``weights``: {name: tensor} with the names of the published BERT; the words may also be a function from token ids
    to rows, for a table that is kept packed. Texts are tokenised together, sorted by length and cut into batches of
    about the same number of padded tokens, so that little padding is computed. transformers' BertModel takes 1.3 times
    as long over the same batches, sentence-transformers 2.5 times (benchmarks/alternatives.py).
    """

    def __init__(self, weights: dict[str, Any], tokenizer: Any, layers: int, prompt: str = "") -> None:
        import torch

        self.torch, self.tokenizer, self.prompt = torch, tokenizer, prompt
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.no_padding()
        self.dtype = torch.bfloat16 if has_bfloat16() else torch.float32
        with _one_thread(torch):
            self._keep(weights, layers)

    def _keep(self, weights: dict[str, Any], layers: int) -> None:
        def of(name: str, *parts: str) -> list[Any]:
            """[weight, bias] of a layer, those of several parts one below the other."""
            kinds = ("weight", "bias")
            tensors = [[weights[f"{name}{part}.{kind}"] for part in parts or ("",)] for kind in kinds]
            return [self.torch.cat(tensor).to(self.dtype) for tensor in tensors]

        names = [f"embeddings.{name}_embeddings.weight" for name in ("word", "position", "token_type")]
        words, positions, kinds = (weights[name] for name in names)
        self.words = words if callable(words) else words.to(self.dtype).__getitem__
        self.positions = (positions + kinds[0]).to(self.dtype)
        self.norm = of("embeddings.LayerNorm")
        self.layers = [
            (
                of(f"encoder.layer.{i}.attention.self.", "query", "key", "value"),
                of(f"encoder.layer.{i}.attention.output.dense"),
                of(f"encoder.layer.{i}.attention.output.LayerNorm"),
                of(f"encoder.layer.{i}.intermediate.dense"),
                of(f"encoder.layer.{i}.output.dense"),
                of(f"encoder.layer.{i}.output.LayerNorm"),
            )
            for i in range(layers)
        ]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n, d) float32, not scaled to length 1."""
        vectors = np.zeros((len(texts), self.positions.shape[1]), np.float32)
        with _one_thread(self.torch), self.torch.inference_mode():
            for start in range(0, len(texts), TEXTS_PER_ROUND):
                part = [self.prompt + text for text in texts[start : start + TEXTS_PER_ROUND]]
                ids = [encoding.ids for encoding in self.tokenizer.encode_batch_fast(part)]
                for batch in _batches([len(i) for i in ids]):
                    vectors[start + batch] = self._forward([ids[i] for i in batch])
        return vectors

    def _forward(self, ids: Sequence[Sequence[int]]) -> np.ndarray:
        torch, functional = self.torch, self.torch.nn.functional
        lengths = np.array([len(sequence) for sequence in ids])
        count, longest = len(ids), max(lengths)
        real = np.arange(_multiple(longest, KEYS)) < lengths[:, None]
        tokens = np.zeros((_multiple(count * longest, ROWS) // longest + 1, longest), np.int64)
        tokens[:count][real[:, :longest]] = np.concatenate(ids)
        tokens = torch.from_numpy(tokens.ravel()[: _multiple(count * longest, ROWS)])
        places = torch.arange(len(tokens)) % longest
        mask = torch.from_numpy(np.where(real, 0, -np.inf)[:, None, None]).to(self.dtype)

        def normed(hidden: Any, norm: Sequence[Any]) -> Any:
            return functional.layer_norm(hidden, hidden.shape[-1:], *norm, EPSILON)

        hidden = normed(self.words(tokens).to(self.dtype) + self.positions[places], self.norm)
        for attention, mixed, norm, wide, narrow, last in self.layers:
            seen = self._attend(functional.linear(hidden, *attention), longest, mask)
            hidden = normed(hidden + functional.linear(seen, *mixed), norm)
            inner = functional.gelu(functional.linear(hidden, *wide))
            hidden = normed(hidden + functional.linear(inner, *narrow), last)
        shares = torch.from_numpy((real[:, :longest] / lengths[:, None]).astype(np.float32))
        hidden = hidden[: count * longest].float().unflatten(0, (count, longest))
        return torch.bmm(shares.unsqueeze(1), hidden).squeeze(1).numpy()

    def _attend(self, joined: Any, longest: int, mask: Any) -> Any:
        """Attention of every token to its own text; ``joined``: queries, keys and values side by side."""
        functional, width = self.torch.nn.functional, joined.shape[-1] // 3
        texts = joined[: len(mask) * longest].unflatten(0, (len(mask), longest))
        queries, others = texts.split([width, 2 * width], -1)
        keys, values = functional.pad(others, (0, 0, 0, mask.shape[-1] - longest)).split(width, -1)
        heads = [part.unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in (queries, keys, values)]
        seen = functional.scaled_dot_product_attention(*heads, attn_mask=mask).transpose(1, 2)
        return functional.pad(seen.reshape(-1, width), (0, 0, 0, len(joined) - len(mask) * longest))


class _one_thread:
    """PyTorch on one thread: the last bits depend on their number."""

    def __init__(self, torch: Any) -> None:
        self.torch, self.before = torch, torch.get_num_threads()

    def __enter__(self) -> None:
        if self.before != 1:
            self.torch.set_num_threads(1)

    def __exit__(self, *_: Any) -> None:
        if self.before != 1:
            self.torch.set_num_threads(self.before)


def _multiple(number: int, of: int) -> int:
    return -(-number // of) * of


def _batches(lengths: Sequence[int]) -> Iterator[np.ndarray]:
    """Row numbers in batches of similar length, each at most TOKENS_PER_BATCH padded tokens."""
    order = np.argsort(lengths, kind="stable")[::-1]
    start = 0
    while start < len(order):
        size = max(1, TOKENS_PER_BATCH // lengths[order[start]])
        yield order[start : start + size]
        start += size


def has_bfloat16() -> bool:
    """Whether this CPU multiplies bfloat16 in hardware; elsewhere it would be slower than float32."""
    import torch

    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported", "_is_arm_bf16_supported")
    return any(getattr(torch.cpu, name, lambda: False)() for name in checks)

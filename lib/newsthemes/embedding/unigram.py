"""SentencePiece's unigram tokenizer, from the pieces and scores of a model."""

from collections.abc import Sequence
from typing import Any


def unigram_tokenizer(
    pieces: Sequence[str], scores: Sequence[float], unknown: int, around: tuple[int, int] | None
) -> Any:
    """A :class:`tokenizers.Tokenizer`; ``unknown``: the id of the unknown piece; ``around``: ids that
    stand before and after a text.

    Its normalisation is SentencePiece's ``nmt_nfkc``. The ids are those of the two packages' own tokenizers on 6,000
    news sentences in twelve languages (a run of unknown characters is one unknown piece here, as in SentencePiece).
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=unknown))
    spaces = normalizers.Replace(Regex(r"\s++"), " ")
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Strip(), spaces]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    before, after = (pieces[number] for number in around)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{before} $A {after}", special_tokens=list(zip((before, after), around, strict=True))
    )
    return tokenizer

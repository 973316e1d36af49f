"""A theme with labelled sentences that is being edited: learned anew at each edit; what no edit changes is kept."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from newsthemes.arrays import chunks
from newsthemes.themes.classifier import BackgroundScores
from newsthemes.themes.example_model import Learned
from newsthemes.themes.features import Passages
from newsthemes.themes.gaussian_process import KernelInputs, radial, radial_sums
from newsthemes.themes.learning import LabelledGroup
from newsthemes.themes.reference_corpus import background_sentences
from newsthemes.themes.scoring import PART, whole_articles
from newsthemes.themes.theme import Theme, Themes
from newsthemes.themes.word_salad import clip_scale

DOUBLE = 1_000_000_000  # bytes: a larger kernel is kept in single precision
MOST_KEPT = 4_000_000_000  # bytes: a larger one is computed at each edit, in parts
NEAR = 1e-4  # of the threshold: scores that single precision does not decide


class LearnedEdits:
    """Scores themes of one :class:`LabelledGroup` in the same passages, one edit after the other.

    The scores are those of ``score_themes``, whose work is mostly the kernel of passages and examples: it rests on
    neither definitions nor seeds. ``themes``: as they were before the first edit.
    """

    def __init__(
        self,
        group: LabelledGroup,
        themes: Themes,
        texts: Sequence[str],
        languages: Sequence[str],
        passages: Passages,
        articles: Sequence[str],
    ) -> None:
        self.group, self.themes, self.vectors = group, themes, passages.vectors
        self.training = group.training(themes)
        size = len(texts) * len(group.examples.texts)
        self.precision = np.float64 if 8 * size <= DOUBLE else np.float32
        self.kernel = self._kernel() if self.precision().itemsize * size <= MOST_KEPT else None
        self.inputs = self._inputs(texts, languages, passages, articles)
        self.example = np.array([group.examples.row.get(text, -1) for text in texts], int)
        self.coherence = self._coherence()

    def __call__(self, theme: Theme, described: np.ndarray) -> tuple[np.ndarray, BackgroundScores, float]:
        """Return (score of each passage, those of the background, the score from which it is present).

        ``described``: the probability of the theme in each passage by its description.
        """
        learned = self.learned(theme)
        at = learned.ids.index(theme.id)
        threshold, usual = learned.thresholds[theme.id], learned.own[-len(background_sentences()) :, [at]]
        score = self._score(learned, at, described, self._near(learned.weights[:, at]))
        rows = np.flatnonzero(np.abs(score - threshold) < NEAR)
        if self.precision != np.float64 and len(rows):
            exact = radial_sums(self.vectors[rows], self.group.examples.vectors, learned.weights[:, at])
            score[rows] = self._score(learned, at, described, exact, rows)
        return score, BackgroundScores.of(usual, [theme.id], [theme.id]), threshold

    def learned(self, theme: Theme) -> Learned:
        """What the examples teach about the themes, this one as it is described now."""
        inputs = self.group.described(self.themes.replaced(theme), [theme.id])
        return Learned.of(self.training.redescribed(theme.id, *inputs), [theme.id])

    def _score(
        self,
        learned: Learned,
        at: int,
        described: np.ndarray,
        near: np.ndarray,
        rows: slice | np.ndarray = slice(None),
    ) -> np.ndarray:
        """``near``: what the examples add by meaning, in these rows."""
        primal, example = self.group.examples.primal_weights(learned.weights[:, [at]]), self.example[rows]
        primal = primal._replace(context=primal.context.astype(self.precision))  # else the inputs are widened
        inputs = self.inputs if isinstance(rows, slice) else self.inputs.take(rows)
        influence = near + primal(inputs)[:, 0]
        influence[example >= 0] = learned.influence[example[example >= 0], at]
        return learned.scores(described[rows], influence, self.coherence[rows], at)

    def _near(self, weights: np.ndarray) -> np.ndarray:
        if self.kernel is None:
            return radial_sums(self.vectors, self.group.examples.vectors, weights)
        return self.kernel @ weights.astype(self.precision)

    def _kernel(self) -> np.ndarray:
        """(passages, examples): how near they are in meaning."""
        examples = self.group.examples.vectors.astype(self.precision)
        kernel = np.empty((len(self.vectors), len(examples)), self.precision)
        for rows in chunks(len(kernel), PART):
            kernel[rows] = radial(self.vectors[rows].astype(self.precision), examples)
        return kernel

    def _inputs(
        self, texts: Sequence[str], languages: Sequence[str], passages: Passages, articles: Sequence[str]
    ) -> KernelInputs:
        """What else the kernel compares, made from whole articles at a time: bounds memory."""
        parts = [
            self.group.examples.inputs_of(texts[rows], languages[rows], passages.take(rows), articles[rows])
            for rows in whole_articles(articles, len(texts), PART)
        ]
        return KernelInputs(
            self.vectors,
            sparse.csr_array(sparse.vstack([part.words for part in parts])),
            sparse.csr_array(sparse.vstack([part.letters for part in parts])),
            np.concatenate([part.context.astype(self.precision) for part in parts]),
        )

    def _coherence(self) -> np.ndarray:
        """(passages,): see :class:`~newsthemes.themes.word_salad.Coherence`."""
        known, count = self.group.coherence, len(self.group.examples.texts)
        near = self._near(known.weights[:count])
        coherence = clip_scale(1 + near + radial_sums(self.vectors, known.shuffled, known.weights[count:]))
        mine = self.example >= 0
        coherence[mine] = known.example_coherence[self.example[mine]]
        return coherence

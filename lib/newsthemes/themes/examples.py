"""Labelled sentences as evidence: a Gaussian process that starts from the description and learns the difference.

C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006), chapter 2; predictions
that leave a group out in closed form as in their section 5.4.2.
"""

from functools import cached_property
from hashlib import sha256

import numpy as np

from newsthemes.fingerprint import digest
from newsthemes.themes.features import word_matrix
from newsthemes.themes.words import glossed

NOISE = 0.3  # of a label, beside a kernel whose largest value is about 2
WORDS, LETTERS, NEIGHBOURS = 0.5, 0.5, 0.1  # weights of the kernels; the one of meaning has 1
LETTER_RUNS = (3, 5)
TRUST = (1.0, 0.75, 0.5, 0.25)  # how far the description is followed before the examples speak
COHERENT, INCOHERENT = 0.4, 0.1  # full weight from, none below
SHUFFLE_SEED = 7
AT_ONCE = 4096  # texts: what bounds the memory of a kernel


class Examples:
    """Labelled sentences with their kernel; ``learn`` fits any number of themes at once."""

    def __init__(self, texts, languages, passages, articles, groups):
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.texts, self.languages = list(texts), list(languages)
        self.vectors = passages.vectors.astype(np.float64)
        self.place = {word: i for i, word in enumerate(passages.words.vocabulary)}
        self.words = word_matrix(passages)
        self.letterer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=LETTER_RUNS, sublinear_tf=True, min_df=1
        )
        self.letters = self.letterer.fit_transform(map(glossed, texts, languages))
        self.context = neighbours(self.vectors, articles)
        self.groups = [np.flatnonzero(groups == group) for group in np.unique(groups)]
        self._last = None
        self.row = {text: i for i, text in enumerate(self.texts)}
        self.group_of = np.zeros(len(self.texts), int)
        for number, rows in enumerate(self.groups):
            self.group_of[rows] = number

    def __getstate__(self):
        return {**self.__dict__, "_last": None}

    def kernel(self, texts, languages, passages, articles):
        """(rows, (their number, examples)), …: how alike each text is to each example, AT_ONCE texts at a time.

        It rests on texts and examples, not on themes: the last is kept, so that editing a theme is quick.
        """
        key = digest(texts, languages, articles, sha256(passages.vectors.tobytes()).hexdigest())
        if self._last and self._last[0] == key:
            yield self._last[1]
            return
        for part in self._parts(texts, languages, passages, articles):
            if len(texts) <= AT_ONCE:
                self._last = (key, part)
            yield part

    def _parts(self, texts, languages, passages, articles):
        vectors, words = passages.vectors.astype(np.float64), self._known_words(passages)
        context = neighbours(vectors, articles)
        for start in range(0, len(texts), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            letters = self.letterer.transform(map(glossed, texts[part], languages[part]))
            yield part, self._kernel(vectors[part], words[part], letters, context[part])

    def _kernel(self, vectors, words, letters, context):
        return (
            radial(vectors, self.vectors)
            + WORDS * (words @ self.words.T).toarray()
            + LETTERS * (letters @ self.letters.T).toarray()
            + NEIGHBOURS * context @ self.context.T
        )

    def _known_words(self, passages):
        """The passages' word matrix in the columns of the examples' vocabulary."""
        matrix = word_matrix(passages).tocoo()
        columns = np.array([self.place.get(word, -1) for word in passages.words.vocabulary], int)
        from scipy import sparse

        kept = columns[matrix.col] >= 0
        shape = (matrix.shape[0], len(self.place))
        return sparse.csr_array((matrix.data[kept], (matrix.row[kept], columns[matrix.col[kept]])), shape)

    @cached_property
    def inverse(self):
        own = self._kernel(self.vectors, self.words, self.letters, self.context)
        return _inverse(own)

    def learn(self, truth, prior):
        """(weights (n, themes), scores of the examples themselves, trust): see ``score``.

        ``truth`` and ``prior`` (probabilities from the description): (n, themes). The scores are those of a
        process that has not seen the example's group. ``trust`` is the member of TRUST whose scores err least.
        """
        base = truth.mean(0)
        tried = []
        for trust in TRUST:
            start = base + trust * (prior - base)
            weights = self.inverse @ (truth - start)
            scores = truth - leave_out(self.inverse, weights, self.groups)
            tried.append((((scores - truth) ** 2).sum(), trust, weights, scores))
        error, trust, weights, scores = min(tried, key=lambda item: item[0])
        return weights, scores, trust

    def without(self, group, weights):
        """The weights that the other examples would have without a group (its number in ``groups``)."""
        rows = self.groups[group]
        block = self.inverse[np.ix_(rows, rows)]
        return weights - self.inverse[:, rows] @ np.linalg.solve(block, weights[rows])


def neighbours(vectors, articles):
    """The direction of the sentences before and after in the same article; zero where there are none."""
    around = np.zeros_like(vectors)
    if articles is None or len(vectors) < 2:
        return around
    articles = np.array([object() if article is None else article for article in articles], object)
    same = articles[1:] == articles[:-1]
    around[1:][same] += vectors[:-1][same]
    around[:-1][same] += vectors[1:][same]
    norms = np.linalg.norm(around, axis=1, keepdims=True)
    return around / np.where(norms > 1e-6, norms, 1)


def radial(a, b):
    """exp(-|a - b|^2) for unit rows."""
    return np.exp(2 * (a @ b.T) - 2)


def _inverse(kernel):
    """The inverse of the kernel with noise: a third of the work that solving for the identity would be.

    On one thread: threads that wait for one another on a busy machine made this ten times slower, not faster.
    """
    from scipy.linalg.lapack import dpotrf, dpotri
    from threadpoolctl import threadpool_limits

    kernel[np.diag_indices_from(kernel)] += NOISE
    with threadpool_limits(1, user_api="blas"):
        inverse = dpotri(dpotrf(kernel, lower=True)[0], lower=True)[0]
    return np.tril(inverse) + np.tril(inverse, -1).T


def leave_out(inverse, weights, groups):
    """Truth less the prediction made without the row's own group, for every row."""
    residuals = np.zeros_like(weights)
    for group in groups:
        residuals[group] = np.linalg.solve(inverse[np.ix_(group, group)], weights[group])
    return residuals


class Coherence:
    """Whether a text holds together like the examples do, or is a heap of their words.

    Examples count 1, the same words shuffled across each language's examples count 0, and what is like neither
    counts 1: only what resembles a heap is doubted.
    """

    def __init__(self, examples, languages, embedder):
        heaps, heap_languages = shuffled_words(examples.texts, languages)
        heap_vectors = embedder.embed(heaps, heap_languages).astype(np.float64)
        self.vectors = np.vstack([examples.vectors, heap_vectors])
        doubt = np.concatenate([np.zeros(len(examples.vectors)), -np.ones(len(heaps))])
        inverse = _inverse(radial(self.vectors, self.vectors))
        self.weights = inverse @ doubt
        left_out = doubt[:, None] - leave_out(inverse, self.weights[:, None], examples.groups)
        self.of_examples = _ramp(1 + left_out[: len(examples.vectors), 0])

    def __call__(self, vectors):
        """0 (a heap of words) to 1, one a row."""
        coherence = np.ones(len(vectors))
        for start in range(0, len(vectors), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            coherence[part] += radial(vectors[part].astype(np.float64), self.vectors) @ self.weights
        return _ramp(coherence)


def _ramp(coherence):
    return np.clip((coherence - INCOHERENT) / (COHERENT - INCOHERENT), 0, 1)


def shuffled_words(texts, languages, seed=SHUFFLE_SEED):
    """(texts, languages) of the same lengths, each filled with words drawn from all texts of its language."""
    rng = np.random.default_rng(seed)
    languages = np.array(languages, object)
    heaps = np.empty(len(texts), object)
    for language in sorted(set(languages)):
        rows = np.flatnonzero(languages == language)
        words = np.array([word for row in rows for word in texts[row].split()], object)
        drawn = iter(words[rng.permutation(len(words))])
        for row in rows:
            heaps[row] = " ".join(next(drawn) for _ in texts[row].split())
    return heaps.tolist(), languages.tolist()

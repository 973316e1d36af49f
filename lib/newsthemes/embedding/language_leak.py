"""The language-leak meter: how much of a passage's language can be read from where it is put."""

from collections.abc import Sequence

import numpy as np


def language_leak(
    groups: Sequence[int] | np.ndarray, languages: Sequence[str], seed: int = 0, draws: int = 200
) -> tuple[float, float]:
    """How far a grouping gives the language away: (leak, chance), both 0 to 1.

    ``leak`` is the mutual information of group and language over the entropy of the language: 0 when every
    group has the corpus's mix of languages, 1 when a group names its language. ``chance`` is the mean leak of
    the same groups with the languages shuffled ``draws`` times, what so few passages give by luck alone.
    Both are 0 when there is one language. Groups may be any labels, -1 included.

    >>> leak, chance = language_leak([0, 0, 1, 2], ["en", "fr", "en", "fr"])
    >>> round(leak, 3), 0 < chance < 1
    (0.5, True)
    """
    group = np.unique(np.asarray(groups), return_inverse=True)[1].ravel()
    language = np.unique(np.asarray(languages, dtype=str), return_inverse=True)[1].ravel()
    if len(language) == 0 or language.max() == 0:
        return 0.0, 0.0
    rng = np.random.default_rng(seed)
    chance = np.mean([_share_known(group, rng.permutation(language)) for _ in range(draws)])
    return _share_known(group, language), float(chance)


def group_leak(groups: Sequence[int] | np.ndarray, languages: Sequence[str] | np.ndarray) -> dict[int, float]:
    """{group: leak}: the distance of each group's mix of languages from the corpus's, 0 to 1.

    The Kullback-Leibler divergence of the group's mix from the corpus's, over the largest it could be (a
    group wholly in the corpus's rarest language).

    >>> group_leak([0, 0, 1, 2], ["en", "fr", "en", "fr"])
    {0: 0.0, 1: 1.0, 2: 1.0}
    """
    languages = np.asarray(languages, dtype=str)
    names, whole = np.unique(languages, return_counts=True)
    share = whole / whole.sum()
    if len(names) < 2:
        return {group: 0.0 for group in np.unique(groups).tolist()}
    leaks = {}
    for group in np.unique(groups):
        inside = languages[np.asarray(groups) == group]
        mix = np.array([(inside == name).mean() for name in names])
        seen = mix > 0
        divergence = (mix[seen] * np.log(mix[seen] / share[seen])).sum()
        leaks[group.item()] = float(min(max(divergence / -np.log(share.min()), 0), 1))
    return leaks


def vector_leak(vectors: np.ndarray, languages: Sequence[str], neighbours: int = 10) -> tuple[float, float]:
    """How far the vectors themselves give the language away: (leak, chance), both 0 to 1.

    ``leak`` is the share of each passage's nearest neighbours (by cosine, at most ``neighbours``) that are in
    its own language, averaged over languages so that a large one does not hide a small one; ``chance`` is
    what a space blind to language would give. 0 and 0 when there are fewer than two languages or passages.

    >>> vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]])
    >>> [round(number, 3) for number in vector_leak(vectors, ["en", "en", "fr", "fr"], neighbours=1)]
    [1.0, 0.333]
    >>> [round(number, 3) for number in vector_leak(vectors, ["en", "fr", "en", "fr"], neighbours=1)]
    [0.0, 0.333]
    """
    from sklearn.neighbors import NearestNeighbors

    languages = np.asarray(languages, dtype=str)
    names, counts = np.unique(languages, return_counts=True)
    if len(names) < 2 or len(languages) < 3:
        return 0.0, 0.0
    k = min(neighbours, len(languages) - 1)
    near = NearestNeighbors(n_neighbors=k + 1, metric="cosine").fit(vectors).kneighbors(vectors)[1]
    same = np.array(
        [(languages[[j for j in row if j != i][:k]] == languages[i]).mean() for i, row in enumerate(near)]
    )
    leak = np.mean([same[languages == name].mean() for name in names])
    chance = np.mean((counts - 1) / (len(languages) - 1))
    return float(leak), float(chance)


def _share_known(group: np.ndarray, language: np.ndarray) -> float:
    table = np.zeros((group.max() + 1, language.max() + 1))
    np.add.at(table, (group, language), 1)
    joint = table / table.sum()
    by_group, by_language = joint.sum(1, keepdims=True), joint.sum(0, keepdims=True)
    seen = joint > 0
    information = (joint[seen] * np.log(joint[seen] / (by_group * by_language)[seen])).sum()
    entropy = -(by_language[by_language > 0] * np.log(by_language[by_language > 0])).sum()
    return float(min(max(information / entropy, 0), 1))

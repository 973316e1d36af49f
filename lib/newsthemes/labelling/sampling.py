"""Which passages to label: a stratified random sample whose inclusion probabilities are known."""

import numpy as np
import pandas as pd

BANDS = (0.05, 0.2, 0.5, 0.8)  # where bands of the score end; fixed, so that a longer corpus keeps its strata
JOINED = len(BANDS) + 1  # the band of all scores, for a sample too small to be drawn from each
RAREST = 0.02  # what a band's mean score is taken for at least: scores are not trusted to say "never"
FEWEST_OF_A_STRATUM = 2  # labels below which no spread can be computed; smaller strata are joined
OTHERS = "others"


def score_band(score: np.ndarray | pd.Series) -> np.ndarray:
    """Return the number of the score band of each score, from 0.

    >>> score_band([0.0, 0.05, 0.9]).tolist()
    [0, 1, 4]
    """
    return np.searchsorted(BANDS, np.asarray(score, float), side="right")


def random_order(keys: pd.Series, seed: int) -> np.ndarray:
    """Return a number from 0 to 1 for each key, the same whatever else there is: permanent random numbers, by which
    a larger sample contains the smaller one (E. Ohlsson, Coordination of samples using permanent random numbers,
    1995)."""
    from hashlib import blake2b

    digests = (blake2b(f"{seed}\0{key}".encode(), digest_size=7).digest() for key in keys)
    return np.array([int.from_bytes(part, "big") for part in digests]) / 2.0**56


def draw(units: pd.DataFrame, n: int, drawn: np.ndarray | None = None, seed: int = 0) -> pd.DataFrame:
    """Return the sample as a frame: row (of ``units``), stratum, probability; one row per unit, in random order.

    ``units``: passage_id, score, language and source, one row per different text. ``n``: how many in all.
    ``drawn``: bool per unit, those of an earlier draw; they stay, and others are added until the strata have
    their share. Bands of the score get labels by size and by how uncertain they are (J. Neyman, J. Roy. Stat. Soc.
    97, 1934), languages and sources inside a band by size. The random numbers are those of passage ids, so the
    same units and seed give the same sample.

    >>> units = pd.DataFrame({"passage_id": list("abcde"), "score": [0.0, 0.0, 0.0, 0.0, 0.6], "language": "en"})
    >>> draw(units.assign(source=None), 3)["probability"].sort_values().tolist()
    [0.6, 0.6, 0.6]
    """
    drawn = np.zeros(len(units), bool) if drawn is None else np.asarray(drawn, bool)
    band = score_band(units["score"])
    if n < FEWEST_OF_A_STRATUM * len(np.unique(band)):  # too few for every band: drawn from all alike
        band = np.full_like(band, JOINED)
    quota = band_quotas(band, units["score"].to_numpy(float), n)
    stratum = strata(units, band, quota)
    number = random_order(units["passage_id"], seed)
    chosen, probability = np.zeros(len(units), bool), np.zeros(len(units))
    names, place = np.unique(stratum, return_inverse=True)
    size, kept = np.bincount(place), np.bincount(place, drawn).astype(int)
    wanted = np.maximum(_within_bands(size, place, band, quota), kept)
    order = np.lexsort((number, ~drawn, place))
    rank = np.arange(len(units)) - np.repeat(np.cumsum(size) - size, size)
    chosen[order] = rank < wanted[place[order]]
    probability = (wanted / size)[place]
    rows = np.flatnonzero(chosen)
    rows = rows[np.argsort(number[rows], kind="stable")]
    return pd.DataFrame({"row": rows, "stratum": names[place[rows]], "probability": probability[rows]})


def band_quotas(band: np.ndarray, score: np.ndarray, n: int) -> np.ndarray:
    """Return how many to label of each band: by its size times the standard deviation its mean score lets expect,
    at least FEWEST_OF_A_STRATUM, at most all."""
    size = np.bincount(band, minlength=JOINED + 1)
    mean = np.bincount(band, score, JOINED + 1) / np.maximum(size, 1)
    mean = np.clip(mean, RAREST, 1 - RAREST)
    need, most = size * np.sqrt(mean * (1 - mean)), size.astype(float)
    least = np.minimum(min(FEWEST_OF_A_STRATUM, n), size).astype(float)
    return whole(_shared(need, least, most, min(n, size.sum())), most)


def _shared(need: np.ndarray, least: np.ndarray, most: np.ndarray, n: int) -> np.ndarray:
    """Return n split by need, no part below ``least`` or above ``most``: by bisection on the factor of need."""
    low, high = 0.0, (most / np.where(need > 0, need, 1)).max(initial=0) + 1
    for _ in range(60):
        factor = (low + high) / 2
        low, high = (factor, high) if np.clip(factor * need, least, most).sum() < n else (low, factor)
    return np.clip(high * need, least, most)


def whole(parts: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return whole numbers with the same rounded sum: the largest remainders are rounded up, ties the first."""
    floor = np.minimum(np.floor(parts + 1e-9), most)
    more = int(round(parts.sum() - floor.sum()))
    capacity = np.where(floor < most, parts - floor, -1)
    floor[np.argsort(-capacity, kind="stable")[: max(more, 0)]] += 1
    return np.minimum(floor, most).astype(int)


def strata(units: pd.DataFrame, band: np.ndarray, quota: np.ndarray) -> np.ndarray:
    """Return the name of each unit's stratum: band, language and source; sources, then languages, that would be
    labelled fewer than FEWEST_OF_A_STRATUM times in a band are joined."""
    size = np.bincount(band, minlength=len(quota))
    rate = (quota / np.maximum(size, 1))[band]
    table = pd.DataFrame({"band": band, "rate": rate})
    table["language"] = units["language"].astype(object).fillna("unknown").to_numpy(object)
    table["source"] = units["source"].astype(object).fillna("unknown").to_numpy(object)
    for joined in (["source"], ["language", "source"]):
        labels = table.groupby(["band", "language", "source"])["rate"].transform("sum")
        table.loc[labels < FEWEST_OF_A_STRATUM, joined] = OTHERS
    ends = ["0", *map(str, BANDS), "1"]
    names = np.array(
        [*(f"{low} to {high}" for low, high in zip(ends, ends[1:], strict=False)), "0 to 1"], object
    )
    return (names[band] + " · " + table["language"] + " · " + table["source"].astype(str)).to_numpy(str)


def _within_bands(size: np.ndarray, place: np.ndarray, band: np.ndarray, quota: np.ndarray) -> np.ndarray:
    """Return how many to label of each stratum: its band's quota by size."""
    of = np.zeros(len(size), int)
    of[place] = band
    wanted = np.zeros(len(size), int)
    for number, count in enumerate(quota):
        mine = np.flatnonzero(of == number)
        if len(mine):
            least = np.minimum(1, size[mine]).astype(float)
            wanted[mine] = whole(
                _shared(size[mine].astype(float), least, size[mine].astype(float), count), size[mine]
            )
    return wanted

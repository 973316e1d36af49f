"""Do intervals of corrected shares hold? Simulated corpora in which the classifier errs as this study's does.

Precision and recall 0.8, a share of 10%, stories of eight passages on average whose passages are alike (intraclass
correlation 0.18), three languages, four sources. Labels are drawn as the tool draws them. "Labels alone": as many
passages drawn at random, with the score interval.

    python benchmarks/labelling.py [corpora]
"""

import sys

import numpy as np
import pandas as pd
from scipy import special

from newsthemes.labelling.estimator import Population, estimate, power_tuned
from newsthemes.labelling.sampling import draw, score_band
from newsthemes.prevalence.intervals import wilson

SHARE, RECALL, PRECISION = 0.1, 0.8, 0.8
CORPORA, SEED = 1500, 11  # so many that coverage is known to one point
LANGUAGES, SOURCES = (0.5, 0.3, 0.2), (0.4, 0.3, 0.2, 0.1)


def corpus(rng, stories=625):
    """A corpus: units as they are drawn from, with story and truth."""
    size = rng.geometric(1 / 8, stories)
    story = np.repeat(np.arange(stories), size)
    truth = rng.random(len(story)) < rng.beta(4.5 * SHARE, 4.5 * (1 - SHARE), stories)[story]
    cut = special.ndtri(1 - SHARE * RECALL * (1 - PRECISION) / PRECISION / (1 - SHARE))
    apart = cut + special.ndtri(RECALL)
    seen = rng.normal(size=len(story)) + apart * truth
    score = special.expit(apart * seen - apart**2 / 2 + special.logit(SHARE))
    language, source = rng.choice(3, stories, p=LANGUAGES)[story], rng.choice(4, stories, p=SOURCES)[story]
    columns = {
        "passage_id": np.arange(len(story)).astype(str),
        "score": score,
        "story": story,
        "truth": truth,
    }
    return pd.DataFrame({**columns, "language": language.astype(str), "source": source.astype(str)})


def simulate(corpora, labels, seed=0):
    """One row per group: how often its interval holds the true share, and how wide it is beside labels alone."""
    rng, rows = np.random.default_rng(seed), []
    for number in range(corpora):
        units = corpus(rng)
        truth, score = units["truth"].to_numpy(float), units["score"].to_numpy(float)
        sample = draw(units, labels, seed=number)
        label, probability = np.full(len(units), np.nan), np.ones(len(units))
        label[sample["row"]], probability[sample["row"]] = truth[sample["row"]], sample["probability"]
        everyone = Population(
            np.ones(len(units)), score, score_band(score), units["story"].to_numpy(), label, probability
        )
        trust, alone = power_tuned(everyone), rng.choice(len(units), labels, replace=False)
        for name, mine in groups(units).items():
            found = estimate(everyone._replace(weight=mine.astype(float)), trust)
            there = alone[mine[alone]]
            low, high = wilson(truth[there].mean(), len(there), 1.96)
            holds = found.low <= SHARE <= found.high
            rows.append((name, found.labels, holds, found.high - found.low, high - low))
    table = pd.DataFrame(
        rows, columns=["group", "labels", "hold the truth", "width", "width of labels alone"]
    )
    table = table.groupby("group", sort=False).mean().reset_index()
    return table.assign(**{"times labels alone": table["width"] / table["width of labels alone"]})


def groups(units):
    """{group: bool per unit}"""
    parts = {"all": np.ones(len(units), bool)}
    for column in ("language", "source"):
        parts |= {
            f"{column} {value}": (units[column] == value).to_numpy() for value in sorted(set(units[column]))
        }
    return parts


def main():
    corpora = int(sys.argv[1]) if len(sys.argv) > 1 else CORPORA
    for labels in (200, 120):
        print(f"{labels} labels, {corpora} corpora:\n")
        print(simulate(corpora, labels, SEED).round(3).to_markdown(index=False), "\n")


if __name__ == "__main__":
    main()

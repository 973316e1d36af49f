"""Measure which language is read by which encoder, and how well: python scripts/measure_languages.py

For each language of the reference: the share of sentences, the worse of both ways, whose nearest sentence in English is
their translation, in the joined space. What is placed by E5 is placed by maps that saw neither the sentence nor the
language: those of the other half of the reference. Languages of the encoders' own lists without reference sentences
are listed without a figure. To be run after a change to a view, to the joined space or to the reference sentences.
"""

import csv

import numpy as np
from build_joined_space import from_e5

from newsthemes.embedding import Embedder
from newsthemes.embedding.joined import join
from newsthemes.embedding.language_offset import reference
from newsthemes.embedding.language_support import FILE, GRADES

# Sixteen languages of USE multilingual v3, and those of XLM-R, on which multilingual E5 rests.
USE = "ar de en es fr it ja ko nl pl pt ru th tr zh".split()
E5 = (
    "af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr hu hy id is it "
    "ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru sa sd si sk sl so sq "
    "sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh nb nn fil"
).split()
READ = GRADES["roughly"]  # the least share of sentences found with which a language counts as read


def found(own, english, part=slice(None)):
    """Share of the rows in ``part`` that are nearest to the same row of the other, the worse of both ways."""
    near, rows = own @ english.T, np.arange(len(own))
    return float(min((near.argmax(axis) == rows)[part].mean() for axis in (1, 0)))


class Measured:
    """The reference in each view, and the ways to place a language that are compared."""

    def __init__(self):
        self.views = {name: Embedder(name) for name in ("minilm", "use", "e5")}
        self.english = join({name: self.block(name, "en") for name in ("minilm", "use")})

    def block(self, name, language):
        sentences = list(reference()[language])
        return self.views[name].embed(sentences, [language] * len(sentences))

    def ways(self, language):
        """{views: share of sentences found}; MiniLM joins where it is English or glossed."""
        ways = {
            ("use",): found(join({"use": self.block("use", language)}), self.english),
            ("e5",): self.found_by_e5(language),
        }
        if language == "en" or self.views["minilm"].glosses(language):
            both = {name: self.block(name, language) for name in ("minilm", "use")}
            ways[("minilm", "use")] = found(join(both), self.english)
        return ways

    def found_by_e5(self, language):
        """As ``found``, by maps that saw neither the sentences nor the language."""
        own = {"e5": self.block("e5", language)}
        halves = [slice(start, None, 2) for start in (0, 1)]
        return float(
            np.mean(
                [
                    found(join(own, from_e5((language,), learned)), self.english, part)
                    for part, learned in (halves, halves[::-1])
                ]
            )
        )

    def row(self, language):
        """(views joined with +, share found); the other encoder follows in case the first is not installed."""
        ways = self.ways(language)
        best = ("minilm", "use") if ways.get(("minilm", "use"), 0) >= READ else max(ways, key=ways.get)
        others = [name for (name, *more) in ways if not more and ways[(name,)] >= READ and name not in best]
        return "+".join((*best, *others)) if ways[best] >= READ else "", f"{ways[best]:.3f}"


def main():
    measured = Measured()
    rows = {language: measured.row(language) for language in reference()}
    for language in E5:
        rows.setdefault(language, ("use+e5" if language in USE else "e5", ""))
    with open(FILE, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(["language", "views", "found"])
        table.writerows([language, *rows[language]] for language in sorted(rows))


if __name__ == "__main__":
    main()

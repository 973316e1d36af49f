"""Arabic: what is written onto the front of a word."""

from newsthemes.language.morphology.base import Morphology

# With the article: `والحكومة` is `حكومة`. Without it only `و` (and), which stands before a whole word.
ARTICLES = ("وال", "فال", "بال", "كال", "ولل", "لل", "ال")
SHORTEST = 3  # letters left of a word


class Arabic(Morphology):
    """`الحكومة`, `والحكومة`, `للحكومة` from `حكومة`."""

    def forms(self, word: str, known: bool) -> list[str]:
        found = [word.removeprefix(prefix) for prefix in ARTICLES if word.startswith(prefix)]
        found += ["ال" + form for form in found] + ([word[1:]] if word.startswith("و") else [])
        return [form for form in found if len(form) >= SHORTEST]

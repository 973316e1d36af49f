"""Write ``lib/newsthemes/language/english_function_words.txt``: the English stop words of scikit-learn, one a line.

    python scripts/build_function_words.py

They ship as a file because importing scikit-learn takes seconds, which every run would pay for 318 words.
"""

from pathlib import Path

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

WORDS = Path(__file__).parents[1] / "lib" / "newsthemes" / "language" / "english_function_words.txt"

if __name__ == "__main__":
    WORDS.write_text("".join(f"{word}\n" for word in sorted(ENGLISH_STOP_WORDS)), encoding="utf-8")

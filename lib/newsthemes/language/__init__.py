"""What is known of languages, and nothing of news.

| module | what it knows |
|---|---|
| `codes` | the codes and names of languages |
| `scripts` | the scripts that put no spaces between words |
| `tokens` | words, numbers and signs of a text in any language |
| `lemmas` | dictionary forms |
| `stopwords` | words that say nothing by themselves |
| `glossary` | English words for words of other languages, from `glossaries/` |
| `english_line` | the line under a quote: a gloss in which names stay as they are |
| `morphology/` | how a language makes running words out of the words of its glossary |
"""

"""What people run today: BERTopic with its defaults on the sentences of a file, one a line.

    python benchmarks/bertopic_defaults.py SENTENCES.txt MODEL_FOLDER [VECTORS.npy]

Prints one line of JSON: the topics it finds and their words.
"""

import json
import sys
from pathlib import Path


def main(sentences, model, vectors=None):
    import numpy as np
    from bertopic import BERTopic
    from sentence_transformers import SentenceTransformer

    texts = Path(sentences).read_text(encoding="utf-8").splitlines()
    encoder = SentenceTransformer(model, device="cpu")
    given = np.load(vectors) if vectors else None
    topics = BERTopic(embedding_model=encoder)
    assignment, _ = topics.fit_transform(texts, given)
    words = {topic: [word for word, _ in topics.get_topic(topic)] for topic in sorted(set(assignment))}
    print(
        json.dumps({"topics": {str(t): words[t] for t in words}, "assignment": [int(t) for t in assignment]})
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the project writes itself, beside the library that does the same: seconds and memory, in one run.

    python benchmarks/alternatives.py [STUDY]

STUDY is a folder of results: its passages are encoded, its figures drawn; by default the folder that `make study`
fills. Medians of REPEATS, taken in turn. Prints Markdown tables.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

REPEATS = 3
TEXTS = 1000  # passages that the networks encode


def network(texts):
    """The forward pass of embedding/bert.py and that of transformers: the same weights, batches and precision."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel

    from newsthemes.embedding import minilm
    from newsthemes.embedding.bert import _batches

    torch.set_num_threads(1)
    ours, plain = minilm.model(), SentenceTransformer(str(minilm.folder()), device="cpu")
    theirs = BertModel.from_pretrained(minilm.folder(), attn_implementation="sdpa").eval()

    def library():
        ids = [encoding.ids for encoding in ours.tokenizer.encode_batch_fast(texts)]
        vectors = np.zeros((len(texts), minilm.DIMENSION), np.float32)
        with torch.inference_mode():
            for batch in _batches([len(i) for i in ids]):
                rows = [torch.tensor(ids[i]) for i in batch]
                tokens = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
                mask = torch.nn.utils.rnn.pad_sequence([torch.ones_like(r) for r in rows], batch_first=True)
                hidden = theirs(input_ids=tokens, attention_mask=mask).last_hidden_state
                vectors[batch] = ((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)).numpy()
        return vectors

    ways = {
        "embedding/bert.py": lambda: ours.encode(texts),
        "BertModel of transformers, scaled-dot-product attention, the same batches": library,
        "encode of sentence-transformers": lambda: plain.encode(texts, show_progress_bar=False),
    }
    assert np.abs(ways["embedding/bert.py"]() - library()).max() < 1e-3
    return in_turn(ways, "embedding/bert.py")


def letters(texts):
    """TF-IDF of the runs of letters inside words, fitted and applied."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    from newsthemes.themes.char_ngrams import Letters

    def library():
        return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(texts)

    def ours():
        return Letters.of(texts)(texts)

    assert abs(library() - ours()).max() < 1e-9
    return in_turn(
        {"themes/char_ngrams.py": ours, "TfidfVectorizer, char_wb": library}, "themes/char_ngrams.py"
    )


POOL = """
import sys, time
import numpy as np, psutil
from newsthemes.embedding import worker_pool
def encode(texts):
    from newsthemes.embedding import minilm
    import torch
    torch.set_num_threads(1)
    return minilm.model().encode(texts)
if __name__ == "__main__":
    parts = [open(sys.argv[2]).read().splitlines()[i::8] for i in range(8)]
    begun = time.perf_counter()
    if sys.argv[1] == "ours":
        made = list(worker_pool.encoded("minilm", iter(parts[:2])))
    else:
        from joblib.externals.loky import get_reusable_executor
        made = list(get_reusable_executor(max_workers=2, timeout=10).map(encode, parts[:2]))
    seconds = time.perf_counter() - begun
    below = psutil.Process().children(recursive=True)
    print(seconds, sum(child.memory_full_info().pss for child in below) / 2**20)
"""


def processes(texts):
    """Two processes that load MiniLM and encode a part each: seconds from nothing, and memory they hold (PSS)."""
    rows = {"ours": [], "loky": []}
    with tempfile.TemporaryDirectory() as folder:
        script, lines = Path(folder, "pool.py"), Path(folder, "texts")
        script.write_text(POOL)
        lines.write_text("\n".join(" ".join(text.split()) for text in texts))
        for _ in range(REPEATS):
            for way, measured in rows.items():
                output = subprocess.run(
                    [sys.executable, script, way, lines], capture_output=True, text=True, check=True
                )
                measured.append([float(number) for number in output.stdout.split()])
    names = {"ours": "embedding/worker_pool.py", "loky": "get_reusable_executor of loky"}
    medians = {way: np.median(measured, axis=0) for way, measured in rows.items()}
    return pd.DataFrame(
        [
            {"way": names[way], "seconds": round(seconds, 2), "MB of its processes": round(memory)}
            for way, (seconds, memory) in medians.items()
        ]
    )


def drawing(study):
    """All figures of a study, by two forked processes and by one after the other in this one."""
    from newsthemes.figures.export import prepare
    from newsthemes.figures.registry import variants
    from newsthemes.figures.render import PROCESSES, _export_all
    from newsthemes.parallel.processes import BackgroundTask

    wanted = list(variants())

    def forked():
        with tempfile.TemporaryDirectory() as folder:
            parts = [wanted[number::PROCESSES] for number in range(PROCESSES)]
            begun = [
                BackgroundTask(lambda part=part: _export_all(part, study, Path(folder), None))
                for part in parts
            ]
            [task.result() for task in begun]

    def here():
        with tempfile.TemporaryDirectory() as folder:
            _export_all(wanted, study, Path(folder), None)

    prepare()
    return in_turn({"figures/render.py, two forked processes": forked, "one process": here}, "one process")


def in_turn(ways, base):
    """A row a way: median of its seconds, and how many times those of ``base`` that is."""
    seconds = {way: [] for way in ways}
    for work in ways.values():
        work()
    for _ in range(REPEATS):
        for way, work in ways.items():
            begun = time.perf_counter()
            work()
            seconds[way].append(time.perf_counter() - begun)
    medians = {way: float(np.median(taken)) for way, taken in seconds.items()}
    return pd.DataFrame(
        [
            {"way": way, "seconds": round(taken, 2), "times": round(taken / medians[base], 2)}
            for way, taken in medians.items()
        ]
    )


def main(folder):
    from newsthemes.study import Study

    study = Study.open(folder)
    texts = list(study.passages.text.sample(TEXTS, random_state=0))
    for table in (drawing(study), letters(texts), processes(texts), network(texts)):
        print(table.to_markdown(index=False), "\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1] / ".cache" / "study")

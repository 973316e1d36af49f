"""Kill the study with SIGKILL at twenty random moments of a run: it must always resume, and end as if undisturbed.

    python .ci/check_kill.py [MOMENTS] [SEED]

Each time, a folder with the results of an earlier corpus gets another one, and a cold store. Until the run ends the
earlier results must be whole, byte for byte, and a reader must never find none; after it, the tables and figures must
be those of a run that nobody disturbed.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
EARLIER, LATER = ("a01", "a05"), ("a01", "b01", "b03")


def main(moments=20, seed=0):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        corpora = [corpus(folder / name, articles) for name, articles in (("c1", EARLIER), ("c2", LATER))]
        run(corpora[0], folder / "earlier", folder / "cache0")
        shutil.copytree(folder / "cache0" / "memo", folder / "cache1" / "memo")
        shutil.copytree(folder / "earlier", folder / "undisturbed")
        begun = time.perf_counter()
        run(corpora[1], folder / "undisturbed", folder / "cache1")
        whole = time.perf_counter() - begun
        before, after = contents(folder / "earlier"), contents(folder / "undisturbed")
        assert before != after
        rng, killed = random.Random(seed), 0
        for number in range(moments):
            moment = whole * (number + rng.random()) / moments  # one in each twentieth of the run
            learned = (
                folder / "cache1" / "memo"
            )  # the same for every corpus: learned once, not at each moment
            shutil.copytree(learned, folder / str(number) / "cache" / "memo")
            killed += kill_once(folder / str(number), folder / "earlier", corpora[1], moment, before, after)
            shutil.rmtree(folder / str(number))
        assert killed > moments / 2, f"only {killed} of {moments} runs were killed before they ended"
    print(f"{killed} of {moments} runs of {whole:.1f} s killed; each resumed and ended as undisturbed")


def corpus(folder, articles):
    folder.mkdir()
    for article in articles:
        for language in ("en", "fr", "id"):
            shutil.copy(ROOT / "data" / "articles" / f"{article}-{language}.md", folder)
    return folder


def kill_once(folder, earlier, corpus, moment, before, after):
    """Whether the run was still going at the moment; fails where anything is not as it should be."""
    out, cache = folder / "out", folder / "cache"
    shutil.copytree(earlier, out)
    reader = Reader(out / "run.json")
    process = start(corpus, out, cache)
    time.sleep(moment)
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not reader.stop(), f"killed after {moment:.2f} s: a reader found no results"
    left = contents(out)
    assert left in (before, after), f"killed after {moment:.2f} s: {differences(left, before)}"
    run(corpus, out, cache)
    found = contents(out)
    assert found == after, f"killed after {moment:.2f} s, then resumed: {differences(found, after)}"
    assert not list(folder.glob(".out*")), "something was left beside the results"
    return running


def start(corpus, out, cache):
    command = [sys.executable, "-m", "newsthemes", "run", str(corpus), "--out", str(out)]
    environment = {**os.environ, "NEWSTHEMES_CACHE": str(cache)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def run(corpus, out, cache):
    assert start(corpus, out, cache).wait() == 0


def contents(folder):
    """{path: bytes} of everything but run.json, which holds times."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "run.json"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def differences(found, wanted):
    return sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))


class Reader:
    """Looks for a file all the time; ``stop`` says whether it was ever missing."""

    def __init__(self, path):
        self.path, self.missing, self.reading = path, False, True
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self):
        while self.reading:
            self.missing |= not self.path.exists()
            time.sleep(0.0005)

    def stop(self):
        self.reading = False
        self.thread.join()
        return self.missing


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

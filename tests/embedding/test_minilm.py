"""The default encoder: the network agrees with the published one, and its processes come and go as they should."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from newsthemes import InputError
from newsthemes.embedding import minilm, worker_pool
from newsthemes.embedding.encoders import unit
from newsthemes.embedding.language_offset import reference

pytestmark = pytest.mark.slow

TEXTS = [text for texts in reference().values() for text in texts[:20]] + ["", "long " * 400]
PARTS = [TEXTS[start : start + 10] for start in range(0, 60, 10)] + [TEXTS[-2:]]


@pytest.fixture(autouse=True)
def none_left():
    yield
    worker_pool.release()


class TestNetwork:
    @pytest.mark.acceptance
    def test_it_is_the_bert_of_transformers(self):
        import torch
        from transformers import BertModel

        bert = BertModel.from_pretrained(str(minilm.folder()), add_pooling_layer=False).eval()
        mine = unit(minilm.model().encode(TEXTS))
        for text, vector in zip(TEXTS, mine, strict=True):
            ids = torch.tensor([minilm.model().tokenizer.encode(text).ids])
            with torch.inference_mode():
                mean = bert(input_ids=ids).last_hidden_state.mean(1).numpy()
            assert vector @ unit(mean)[0] > 0.9995

    def test_nothing_gives_no_rows(self):
        assert minilm.model().encode([]).shape == (0, 384)

    def test_the_number_of_threads_is_left_as_it_was(self):
        import torch

        before = torch.get_num_threads()
        minilm.model().encode(["text"])
        assert torch.get_num_threads() == before


class TestProcesses:
    def test_the_same_bytes_as_in_this_process_and_in_order(self):
        apart = list(worker_pool.encoded("minilm", PARTS))
        here = [minilm.model().encode(part) for part in PARTS]
        assert [vectors.tobytes() for vectors in apart] == [vectors.tobytes() for vectors in here]

    def test_no_part_and_few_parts(self):
        assert list(worker_pool.encoded("minilm", [])) == []
        assert len(list(worker_pool.encoded("minilm", [["a", "b"]]))[0]) == 2

    def test_two_at_once_do_not_mix(self):
        one, two = worker_pool.encoded("minilm", [["a"]] * 3), worker_pool.encoded("minilm", [["b", "c"]] * 3)
        assert [(len(a), len(b)) for a, b in zip(one, two, strict=True)] == [(1, 2)] * 3

    def test_few_parts_leave_them_for_the_next_and_many_do_not(self):
        worker_pool.warm(["minilm"])
        (started,) = worker_pool._idle
        list(worker_pool.encoded("minilm", [["a"]]))
        assert worker_pool._idle == [started]
        list(worker_pool.encoded("minilm", [["a"]] * 20))
        assert worker_pool._idle == [] and started.process.poll() is not None

    def test_they_wait_for_work_as_long_as_asked(self):
        worker_pool.warm(["minilm"], idle=600)
        (started,) = worker_pool._idle
        started.used -= 500
        list(worker_pool.encoded("minilm", [["a"]]))
        assert worker_pool._idle == [started]
        worker_pool.warm(["minilm"], idle=0.1)
        assert worker_pool._idle == [started] and started.process.wait(20) == 0

    def test_one_that_dies_is_an_error_and_no_hang(self):
        results = worker_pool.encoded("minilm", [["text"] * 100] * 50)
        next(results)
        (frame,) = [results.gi_frame.f_locals["processes"]]
        os.kill(frame.process.pid, signal.SIGKILL)
        with pytest.raises(InputError, match="has died"):
            list(results)
        assert frame.process.poll() is not None

    def test_one_that_died_at_rest_is_replaced(self):
        worker_pool.warm(["minilm"])
        worker_pool._idle[0].process.kill()
        worker_pool._idle[0].process.wait()
        assert len(list(worker_pool.encoded("minilm", [["a"]]))) == 1

    def test_what_fails_there_is_raised_here(self):
        with pytest.raises(TypeError):
            list(worker_pool.encoded("minilm", [[1, 2]]))

    def test_a_script_needs_no_guard_and_no_pytorch_and_leaves_none_behind(self, tmp_path):
        script = tmp_path / "script.py"
        script.write_text(
            "import os, sys, signal\n"
            "from newsthemes import embed\n"
            "from newsthemes.embedding import worker_pool\n"
            f"embed(['a text that no store has'], ['en'], 'minilm', cache={str(tmp_path)!r})\n"
            "print('torch' in sys.modules, worker_pool._idle[0].process.pid, flush=True)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        done = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=tmp_path)
        imported, group = done.stdout.split()
        assert imported == "False" and done.stderr == ""
        assert np.any([_ended(int(group)) or time.sleep(0.1) for _ in range(50)])


def _ended(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    listed = subprocess.run(["ps", "-o", "stat=", "--pid", str(group)], capture_output=True, text=True)
    return listed.stdout.startswith("Z")  # nobody reaps here, but it is over

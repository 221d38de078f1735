"""What runs a page's examples in the browser, run here by the Python of the tests.

In a process of its own, as it imports bpref anew for every run.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from bpref_docs.live import runner

CALL = """
import json, sys, runner
print(json.dumps([json.loads(runner.run(json.dumps(blocks))) for blocks in json.load(sys.stdin)]))
"""
FOLDERS = Path(runner.__file__).parent, Path(__file__).parents[3]


def run_again(*times):
    """Return what each block's examples did, at each time; a text with a prompt is as it is printed."""
    asked = [
        [
            {"name": f"block {i}", "text" if ">>>" in block else "code": block}
            if isinstance(block, str)
            else block
            for i, block in enumerate(blocks, 1)
        ]
        for blocks in times
    ]
    done = subprocess.run(
        [sys.executable, "-c", CALL],
        input=json.dumps(asked),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, FOLDERS))},
        check=True,
        capture_output=True,
        text=True,
    )
    assert not done.stderr
    return json.loads(done.stdout)


def run(*blocks):
    """Return what each block's examples did."""
    [results] = run_again(blocks)
    return results


def states(results):
    return [[example["state"] for example in examples] for examples in results]


def test_blocks_share_their_names_and_are_compared_by_doctest():
    results = run(">>> x = 1\n>>> x\n1\n", ">>> x + 1\n2\n>>> print(3)\n3\n")
    assert states(results) == [["same", "same"], ["same", "same"]]
    assert results[0][1] == {"source": "x\n", "want": "1\n", "got": "1\n", "state": "same"}


def test_the_first_block_that_fails_is_the_last_to_run():
    assert states(run(">>> 1\n1\n", ">>> 1\n2\n>>> 3\n3\n", ">>> 1\n1\n")) == [
        ["same"],
        ["differs", "same"],
    ]
    assert states(run(">>> y\n1\n>>> 3\n3\n", ">>> 1\n1\n")) == [["stopped"]]


def test_behind_a_readers_code_others_may_differ():
    results = run("x = 5", ">>> x\n4\n", ">>> x\n5\n", ">>> z\n", ">>> 1\n1\n")
    assert states(results) == [["shown"], ["differs"], ["same"], ["stopped"]]


def test_errors_are_in_pythons_words_and_show_the_lines():
    [[_, error]] = run("def f(x):\n    print('here')\n    return x / 0\n\nf(1)\n")
    assert error["got"].splitlines()[:4] == [
        "here",
        "Traceback (most recent call last):",
        '  File "<block 1>", line 5, in <module>',
        "    f(1)",
    ]
    assert error["got"].endswith("ZeroDivisionError: division by zero\n")
    [_, [error]] = run(">>> def f():\n...     return y\n...\n", ">>> f()\n1\n")
    assert "doctest.py" not in error["got"]
    assert '  File "<doctest block 1[0]>", line 2, in f\n    return y\n' in error["got"]
    [[error]] = run("def f(:\n    pass")
    assert error["got"].splitlines()[0] == '  File "<block 1>", line 1'
    assert "SyntaxError: invalid syntax" in error["got"]


def test_an_error_that_the_page_shows_is_as_printed():
    shown = "Traceback (most recent call last):\n    ...\nZeroDivisionError: division by zero\n"
    assert states(run(f">>> 1 / 0\n{shown}")) == [["same"]]


def test_what_a_reader_writes_is_shown_as_at_a_prompt():
    [examples] = run("# why\nx = 1\n\nx; x + 1\nprint('a',\n      'b')\n# end")
    assert [(example["source"], example["got"]) for example in examples] == [
        ("# why\nx = 1", ""),
        ("x; x + 1", "1\n"),
        ("", "2\n"),
        ("print('a',\n      'b')\n# end", "a b\n"),
    ]
    [[_, warned]] = run("import numpy as np\nnp.exp(np.float64(1000))")
    assert warned["got"].startswith("<block 1>:2: RuntimeWarning: overflow")
    [[long]] = run("'a' * 1_000_000")
    assert len(long["got"]) < 21_000


def test_a_docstring_has_the_names_of_its_module_alone():
    text = ">>> sigmoid(np.array([0.0]))\narray([0.5])\n"
    block = {"name": "block 2", "text": text, "alone": True}
    results = run(">>> sigmoid = 1\n", block, {**block, "text": ">>> sigmoid = 1\n>>> x\n"})
    assert states(results) == [["same"], ["same"], ["same", "stopped"]]


def test_an_exercise_is_judged_by_the_checker():
    def verdict(code):
        [examples] = run({"name": "bias_gradient", "code": code, "check": "bias_gradient"})
        return examples[-1]["got"]

    assert "right, in its" in verdict(
        "def bias_gradient(dz):\n    return np.mean(dz, axis=1, keepdims=True)"
    )
    assert "It is flat" in verdict("def bias_gradient(dz):\n    return dz.mean(axis=1)")
    assert "It stops in line 2" in verdict("def bias_gradient(dz):\n    return dz.nothing")
    assert "NameError: name 'bias_gradient'" in verdict("def gradient(dz):\n    return dz")
    assert "SyntaxError" in verdict("def bias_gradient(dz)")


def test_each_run_begins_anew():
    changes = (
        "import numpy as np\nimport bpref.example\nbpref.example.x = 0\n"
        "np.set_printoptions(precision=1)\n_ = np.seterr(all='raise')"
    )
    again = ">>> from bpref.example import x\n>>> x[0] / 3\narray([0.66666667])\n"
    first, second = run_again([changes], [again])
    assert states(first) == [["shown"] * 5]
    assert states(second) == [["same", "same"]]

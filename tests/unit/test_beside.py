"""Two things at once: the result is the same as one after the other."""

import subprocess
import sys

SCRIPT = """
import os
from livereview.beside import begin

here = os.getpid()
{action}
result = begin(action)
{check}
"""


def run(action, check):
    """Run a process with one thread, which this one may not be."""
    code = SCRIPT.format(action=action, check=check)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


def test_a_result_is_that_of_the_action():
    done = run("action = lambda: [1, 'two', None]", "print(result())")

    assert (done.stdout, done.stderr) == ("[1, 'two', None]\n", "")


def test_a_large_result_arrives_whole():
    done = run("action = lambda: 'x' * 10_000_000", "print(len(result()))")

    assert (done.stdout, done.stderr) == ("10000000\n", "")


def test_what_the_action_does_in_memory_is_not_seen_here():
    done = run("seen = []\naction = lambda: seen.append(1)", "print(result(), seen)")

    expected = "None []\n" if sys.platform == "linux" else "None [1]\n"
    assert done.stdout == expected


def test_an_action_that_dies_beside_is_done_here():
    done = run("action = lambda: 'here' if os.getpid() == here else os._exit(1)", "print(result())")

    assert (done.stdout, done.stderr) == ("here\n", "")

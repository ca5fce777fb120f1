"""Runs the tests: `python3 tests [--quick] [what pytest takes]`; sets itself up on the first run.

Without `--quick` everything runs; with it, what takes less than two seconds a test. `--where` only
prints the Python that has all the tools. Readable by Pythons that are too old, to tell them so.
"""
# ruff: noqa: PTH100,PTH120,RUF005,UP036
# mypy: allow-untyped-defs, allow-untyped-calls

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OWN_WORKERS = ("-n", "--numprocesses", "--pdb", "-p", "--collect-only", "--co")

sys.dont_write_bytecode = True
sys.path[0] = ROOT  # Python put this folder there


def words_for_pytest(argv):
    """What pytest is given: two workers on two cores, unless something else is asked for."""
    words = [word for word in argv if word != "--quick"]
    if "--quick" in argv:
        words = ["-m", "not slow"] + words
    if not any(word.startswith(OWN_WORKERS) for word in words):
        words = ["-n", "auto"] + words
    return words


def say(sentence):
    sys.stderr.write(sentence + (" " if sentence.endswith("\u2026") else "\n"))
    sys.stderr.flush()


def main(argv):
    """pytest's exit code; 1 when the tools could not be set up."""
    if sys.version_info < (3, 11):
        from door import elder

        return elder.main(argv)
    import places
    import prepare

    try:
        python = str(prepare.python("dev", say))
    except prepare.CannotPrepare as problem:
        say(str(problem))
        return 1
    if argv[1:] == ["--where"]:
        print(python)
        return 0
    command = [python, "-m", "pytest"] + words_for_pytest(argv[1:])
    environ = places.environment()
    environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the studio does: a worker a core is enough
    try:
        return subprocess.call(command, cwd=ROOT, env=environ)
    except KeyboardInterrupt:
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))

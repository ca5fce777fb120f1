"""What a Python that is too old says; and when uv is there, the right Python takes over.

Written for every Python since 2.7: no f-strings, no annotations, nothing but the oldest modules.
"""

# ruff: noqa: PTH100,PTH113,PTH118,PTH120,PTH123,RUF005,S606,UP010,UP020,UP031,UP036
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import print_function

import io
import json
import os
import subprocess
import sys

WANTED = (3, 11)
FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "language")


def language(environ):
    """The user's language, by the locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "").lower().replace("-", "_")
        if value:
            if not value.startswith("zh"):
                return "en"
            traditional = any(place in value for place in ("tw", "hk", "mo", "hant"))
            return "zh-Hant" if traditional else "zh"
    return "en"


def sentence(key, lang, **values):
    """A sentence of language/<lang>/prepare.yaml, whose every line is `key: "text"`."""
    with io.open(os.path.join(FOLDER, lang, "prepare.yaml"), encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(key + ": "):
                return json.loads(line[len(key) + 2 :]).format(**values)
    raise KeyError(key)


def find_uv(environ):
    """The path of uv, or None."""
    names = ("uv.exe", "uv") if os.name == "nt" else ("uv",)
    for folder in environ.get("PATH", "").split(os.pathsep):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    return None


def python_of(uv, ask):
    """The path of a Python that is new enough, or None; `ask` runs uv and gives its output."""
    return (ask([uv, "python", "find", "--no-project", ">=%d.%d" % WANTED]) or "").strip() or None


def run(command):
    """What the command printed; None when it failed."""
    try:
        with open(os.devnull, "w") as nowhere:
            return subprocess.check_output(command, stderr=nowhere).decode("utf-8", "replace")
    except (OSError, subprocess.CalledProcessError):
        return None


def hand_over(python, argv):
    """Never comes back: the newer Python goes on with the same words, and its exit code is ours."""
    command = [python, os.path.abspath(argv[0])] + argv[1:]
    if os.name == "nt":  # there, exec would give the shell its prompt back too early
        sys.exit(subprocess.call(command))
    os.execv(python, command)


def complain(text, argv):
    """The sentence on stderr; as events too, where events were asked for."""
    if sys.version_info[0] == 2:
        print(text.encode("utf-8"), file=sys.stderr)
    else:
        try:
            print(text, file=sys.stderr)
        except UnicodeEncodeError:
            print(text.encode("ascii", "replace").decode("ascii"), file=sys.stderr)
    options = argv[1 : argv.index("--")] if "--" in argv else argv[1:]
    if "--json" in options:
        print(json.dumps({"event": "error", "code": "old_python", "text": text}))
        print(json.dumps({"event": "done", "ok": False}))
    return 1


def main(argv):
    """The exit code, after a sentence that says what to do; with uv it does not come back."""
    coding = (getattr(sys.stderr, "encoding", None) or "utf-8").lower()
    lang = language(os.environ) if coding.startswith("utf") else "en"
    found = "%d.%d" % sys.version_info[:2]
    uv = find_uv(os.environ)
    if uv is None:
        return complain(sentence("old_python", lang, found=found), argv)
    python = python_of(uv, run)
    if python is None:
        run([uv, "python", "install", "--quiet", "%d.%d" % (WANTED[0], WANTED[1] + 1)])
        python = python_of(uv, run)
    if python is None:
        return complain(sentence("old_python_uv", lang, found=found), argv)
    return hand_over(python, argv)

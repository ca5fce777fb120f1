"""`python -m studio serve …` runs the studio as a server; `compose …` makes music from a brief."""

# mypy: allow-untyped-defs, allow-untyped-calls

import argparse
import os
import sys
from pathlib import Path

# Our products of matrices are small: OpenBLAS's second thread costs a fifth more of everything
# (benchmarks/composing.py) and helps nothing. It is asked before numpy is there.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main(argv):
    """The exit status of the command. Readable by Pythons that are too old for the rest."""
    if sys.version_info < (3, 11):  # noqa: UP036 - it is run by whatever Python there is
        version = "%d.%d" % sys.version_info[:2]  # noqa: UP031 - as old Pythons can
        sys.stderr.write("This needs Python 3.11 or newer; this is " + version + ".\n")
        return 2
    if argv[:1] == ["compose"]:
        from studio import standing

        there = None if standing.complete() else standing.elsewhere(argv)
        if there is not None:
            return there
        from studio import compose_command

        return compose_command.main(argv[1:])
    if argv[:1] == ["serve"]:
        return serve(argv[1:])
    sys.stderr.write(__doc__ + "\n")
    return 0 if argv[:1] in (["-h"], ["--help"]) else 2


def serve(argv):
    """Serves until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m studio serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--data", type=Path, required=True, help="where everything is kept")
    parser.add_argument("--public-url", default="", help="the address people use, behind a proxy")
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a further host name this server is called by",
    )
    parser.add_argument(
        "--trust-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="a proxy whose X-Forwarded-For and -Proto are believed",
    )
    parser.add_argument("--prices", action="store_true", help="edits cost credits")
    parser.add_argument(
        "--idle",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="stop after so long with nothing to do",
    )
    parser.add_argument(
        "--runtime",
        type=Path,
        metavar="FILE",
        help="embedded: any free port, a key; both left in this file",
    )
    parser.add_argument("--build", default="", help=argparse.SUPPRESS)  # fmt: skip
    asked = parser.parse_args(argv)
    from studio.bootstrap import Serving
    from studio.serve import run

    return run(
        Serving(
            data=asked.data.expanduser().resolve(),
            host=asked.host,
            port=asked.port,
            public=asked.public_url,
            hosts=tuple(asked.allow_host),
            proxies=tuple(asked.trust_proxy),
            runtime=asked.runtime,
            idle=asked.idle,
            build=asked.build,
            prices=asked.prices,
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

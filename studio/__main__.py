"""`python -m studio serve …` runs the studio as a server; `compose …` makes music from a brief."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(argv: list[str]) -> int:
    """The exit status of the command."""
    match argv:
        case ["compose", *rest]:
            from studio import compose_command

            return compose_command.main(rest)
        case ["serve", *rest]:
            return serve(rest)
        case _:
            print(__doc__, file=sys.stderr)
            return 0 if argv and argv[0] in ("-h", "--help") else 2


def serve(argv: list[str]) -> int:
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

"""The door: one message (and files) in, a reply out; without a message, a conversation.

This file is readable by Pythons that are too old for the rest, because it is the one that tells
them so. What it does itself: keep compiled files out of the skill's folder, then open the door.
"""

# mypy: allow-untyped-defs, allow-untyped-calls

import os
import sys

# A marketplace compares this folder with what it delivered: nothing is ever written into it.
sys.dont_write_bytecode = True

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - as old Pythons can
if HERE not in sys.path:  # a Python that was told to be careful (-I, -P) leaves it out
    sys.path.insert(0, HERE)


def main():
    if sys.version_info < (3, 11):
        from door import elder

        return elder.main(sys.argv)
    import places

    if places.keep_bytecode():
        sys.dont_write_bytecode = False
    from door import start

    return start.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

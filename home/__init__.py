"""The studio on this machine: found where it runs, started where it does not, asked how it is.

    home.find_or_start(tell, lang)    the Backend to talk to
    home.command(["status"])          `chat.py studio status|stop|log`, an exit code

One studio serves every skill of this user. It listens on loopback only, on the port it had
before if that is free, and answers only to whoever shows its key, which lies in a file that its
owner alone can read. It stops by itself when nobody has needed it for a while.
"""

from home.commands import command
from home.starting import find_or_start

__all__ = ["command", "find_or_start"]

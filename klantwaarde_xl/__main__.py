"""``python -m klantwaarde_xl`` is the command ``klantwaarde``."""

from __future__ import annotations

import os
import sys

from klantwaarde_xl.damage import damaged_part


def forget_flags() -> None:
    """Forget what others set for the libraries that we use, and at which these may stop.

    pandas refuses a value of PANDAS_FUTURE that it does not know, and one that it knows changes how it works;
    numpy wants a number in SOURCE_DATE_EPOCH, which is for who packs."""
    for name in [*os.environ]:
        odd_moment = name == "SOURCE_DATE_EPOCH" and not os.environ[name].isdecimal()
        if odd_moment or name.startswith("PANDAS_FUTURE"):
            del os.environ[name]


def main() -> None:
    """Run the command line; where a file of the program is damaged, say which, without a traceback."""
    forget_flags()
    try:
        from klantwaarde_xl.commands.app import main as run
    except Exception as fault:
        if not (part := damaged_part(fault)):
            raise
        # No wording of the catalogue: its file may be the damaged one.
        sys.stderr.write(
            f"Klantwaarde kan niet starten: '{part}' is beschadigd of weg.\n"
            "Verwijder dat bestand als het op .pyc eindigt; installeer anders opnieuw.\n"
        )
        sys.exit(2)
    run()


if __name__ == "__main__":
    main()

"""``python -m klantwaarde_xl`` is the command ``klantwaarde``."""

from __future__ import annotations

import sys

from klantwaarde_xl.damage import damaged_part


def main() -> None:
    """Run the command line; where a file of the program is damaged, say which, without a traceback."""
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

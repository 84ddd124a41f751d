"""``python -m klantwaarde_xl`` is the command ``klantwaarde``."""

from klantwaarde_xl.commands.app import main

if __name__ == "__main__":
    main()

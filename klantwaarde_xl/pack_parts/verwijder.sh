#!/bin/sh
# Verwijdert klantwaarde_xl van deze gebruiker; werkmappen blijven staan.
set -eu
doel=${KLANTWAARDE_MAP:-${XDG_DATA_HOME:-$HOME/.local/share}/klantwaarde_xl/env}
if [ ! -f "$doel/pyvenv.cfg" ]; then
    echo "Er is niets te verwijderen in $doel" >&2
    exit 2
fi
rm -r -- "$doel"
echo "Verwijderd: $doel"

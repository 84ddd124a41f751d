#!/bin/sh
# Zoekt Python @PYTHON@ en laat inrichten.py de rest doen: zonder internet, zonder beheerrechten.
set -eu
hier=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
for kandidaat in python@PYTHON@ python3 python; do
    if command -v "$kandidaat" >/dev/null 2>&1 &&
        "$kandidaat" -I -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")'; then
        exec "$kandidaat" -I "$hier/inrichten.py" "$@"
    fi
done
echo "Python @PYTHON@ is niet gevonden. Installeer dat eerst en voer dit script opnieuw uit." >&2
exit 2

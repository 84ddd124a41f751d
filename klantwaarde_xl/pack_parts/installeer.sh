#!/bin/sh
# Installeert klantwaarde_xl zonder internet, in een eigen map van deze gebruiker.
set -eu
hier=$(cd "$(dirname "$0")" && pwd)
doel=${KLANTWAARDE_MAP:-${XDG_DATA_HOME:-$HOME/.local/share}/klantwaarde_xl/env}
python=""
for kandidaat in python@PYTHON@ python3 python; do
    if command -v "$kandidaat" >/dev/null 2>&1 &&
        "$kandidaat" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")'; then
        python=$kandidaat
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python @PYTHON@ is niet gevonden. Installeer dat eerst en voer dit script opnieuw uit." >&2
    exit 2
fi
"$python" -m venv --clear "$doel"
"$doel/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$hier/wheels" klantwaarde-xl
"$doel/bin/klantwaarde" installeer
"$doel/bin/klantwaarde" diagnose || true
echo "Klaar. Het programma staat in $doel/bin/klantwaarde"

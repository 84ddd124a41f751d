#!/bin/sh
# Verwijdert klantwaarde_xl van deze gebruiker; werkmappen blijven staan.
exec sh "$(dirname -- "$0")/installeer.sh" verwijder

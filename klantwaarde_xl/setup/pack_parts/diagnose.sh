#!/bin/sh
# Zegt wat er niet goed staat.
exec sh "$(dirname -- "$0")/installeer.sh" diagnose

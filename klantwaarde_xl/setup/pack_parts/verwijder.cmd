@echo off
rem Verwijdert klantwaarde_xl van deze gebruiker; werkmappen blijven staan.
rem Zonder call: dat leest ^ en % in de naam van de map nog een keer.
setlocal DisableDelayedExpansion
"%~dp0installeer.cmd" verwijder

@echo off
rem Verwijdert klantwaarde_xl van deze gebruiker; werkmappen blijven staan.
call "%~dp0installeer.cmd" verwijder
exit /b %errorlevel%

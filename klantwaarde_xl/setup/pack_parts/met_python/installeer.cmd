@echo off
rem Start inrichten.py met de Python uit dit zip-bestand: zonder internet, zonder beheerrechten.
rem Zonder DisableDelayedExpansion verliest een map met een uitroepteken in haar naam dat teken.
setlocal DisableDelayedExpansion
rem Eerst de map van dit bestand: na cd lijkt die een andere als de naam tussen aanhalingstekens stond.
set "HIER=%~dp0"
rem Een programma uit de huidige map mag nooit starten: zoek daar niet, en ga er weg.
set "NoDefaultCurrentDirectoryInExePath=1"
cd /d "%SystemRoot%\System32"
if not exist "%HIER%python\python.exe" goto nietuitgepakt
"%HIER%python\python.exe" -I -B "%HIER%inrichten.py" %1
set "UITKOMST=%errorlevel%"
pause
exit /b %UITKOMST%

:nietuitgepakt
echo Pak eerst het hele zip-bestand uit (klik er met rechts op, Alles uitpakken) en start installeer.cmd daar.
pause
exit /b 2

@echo off
rem Zoekt Python @PYTHON@ van 64 bits en laat inrichten.py de rest doen: zonder internet, zonder beheerrechten.
rem Zonder DisableDelayedExpansion verliest een map met een uitroepteken in haar naam dat teken.
setlocal DisableDelayedExpansion
rem Eerst de map van dit bestand: na cd lijkt die een andere als de naam tussen aanhalingstekens stond.
set "HIER=%~dp0"
rem Een py.exe of python.exe naast dit bestand mag nooit starten: zoek niet in de huidige map, en ga er weg.
set "NoDefaultCurrentDirectoryInExePath=1"
cd /d "%SystemRoot%\System32"
set "TOETS=import struct, sys; sys.exit('.'.join(map(str, sys.version_info[:2])) != '@PYTHON@' or struct.calcsize('P') != 8)"
set "PY="
rem Een pad gaat niet door call: dat leest ^ en % in de naam van een map nog een keer.
py -@PYTHON@ -I -c "%TOETS%" >nul 2>nul && set "PY=py -@PYTHON@"
if not defined PY python -I -c "%TOETS%" >nul 2>nul && set "PY=python"
for /d %%D in ("%LOCALAPPDATA%\Programs\Python\Python3*" "%ProgramFiles%\Python3*") do if not defined PY "%%~D\python.exe" -I -c "%TOETS%" >nul 2>nul && set PY="%%~D\python.exe"
if not defined PY goto geenpython
%PY% -I "%HIER%inrichten.py" %1
set "UITKOMST=%errorlevel%"
pause
exit /b %UITKOMST%

:geenpython
echo Python @PYTHON@ van 64 bits is niet gevonden. Vraag uw IT-afdeling om Python @PYTHON@ en start dit opnieuw.
pause
exit /b 2

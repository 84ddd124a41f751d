@echo off
rem Zoekt Python @PYTHON@ van 64 bits en laat inrichten.py de rest doen: zonder internet, zonder beheerrechten.
setlocal
rem Eerst de map van dit bestand: na cd lijkt die een andere als de naam tussen aanhalingstekens stond.
set "HIER=%~dp0"
rem Een py.exe of python.exe naast dit bestand mag nooit starten: zoek niet in de huidige map, en ga er weg.
set "NoDefaultCurrentDirectoryInExePath=1"
cd /d "%SystemRoot%\System32"
set "PY="
call :probeer py -@PYTHON@
call :probeer python
for /d %%D in ("%LOCALAPPDATA%\Programs\Python\Python3*" "%ProgramFiles%\Python3*") do call :probeer "%%~D\python.exe"
if not defined PY goto geenpython
%PY% -I "%HIER%inrichten.py" %1
set "UITKOMST=%errorlevel%"
pause
exit /b %UITKOMST%

:probeer
if defined PY exit /b 0
%* -I -c "import struct, sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@' or struct.calcsize('P') != 8)" >nul 2>nul
if not errorlevel 1 set PY=%*
exit /b 0

:geenpython
echo Python @PYTHON@ van 64 bits is niet gevonden. Vraag uw IT-afdeling om Python @PYTHON@ en start dit opnieuw.
pause
exit /b 2

@echo off
rem Installeert klantwaarde_xl zonder internet, in een eigen map van deze gebruiker.
setlocal
set "HIER=%~dp0"
set "PY="
call :probeer py -@PYTHON@
call :probeer python
for /d %%D in ("%LOCALAPPDATA%\Programs\Python\Python3*" "%ProgramFiles%\Python3*") do call :probeer "%%~D\python.exe"
if not defined PY (
    echo Python @PYTHON@ van 64 bits is niet gevonden. Vraag uw IT-afdeling om Python @PYTHON@ en start dit opnieuw.
    pause
    exit /b 2
)
set "BASIS=%LOCALAPPDATA%"
%PY% -c "import os, sys; sys.exit(not os.environ['LOCALAPPDATA'].isascii() or len(os.environ['LOCALAPPDATA']) > 100)"
if errorlevel 1 set "BASIS=%PUBLIC%\%USERDOMAIN%-klantwaarde"
set "DOEL=%BASIS%\klantwaarde_xl\env"
echo Installeren in %DOEL%
%PY% -m venv --clear "%DOEL%"
if errorlevel 1 goto mislukt
"%DOEL%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%HIER%wheels" klantwaarde-xl
if errorlevel 1 goto mislukt
"%DOEL%\Scripts\klantwaarde.exe" installeer
if errorlevel 1 goto mislukt
"%DOEL%\Scripts\klantwaarde.exe" diagnose
echo Klaar. Lees LEESMIJ.txt voor de eerste stappen.
pause
exit /b 0

:probeer
if defined PY exit /b 0
%* -c "import struct, sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@' or struct.calcsize('P') != 8)" >nul 2>nul
if not errorlevel 1 set PY=%*
exit /b 0

:mislukt
echo Het installeren is mislukt. Sluit Excel en probeer het opnieuw; stuur anders deze tekst aan uw IT-afdeling.
pause
exit /b 1

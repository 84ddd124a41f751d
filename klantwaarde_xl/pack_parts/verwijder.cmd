@echo off
rem Verwijdert klantwaarde_xl van deze gebruiker; werkmappen blijven staan.
setlocal
for %%D in ("%LOCALAPPDATA%\klantwaarde_xl\env" "%PUBLIC%\%USERDOMAIN%-klantwaarde\klantwaarde_xl\env") do (
    if exist "%%~D\pyvenv.cfg" (
        rmdir /s /q "%%~D"
        echo Verwijderd: %%~D
    )
)
echo De regel INTERPRETER_WIN in %USERPROFILE%\.xlwings\xlwings.conf mag u weghalen; laat geen lege regel staan.
pause

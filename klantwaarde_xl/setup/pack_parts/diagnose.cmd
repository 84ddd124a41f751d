@echo off
rem Zegt wat er niet goed staat tussen Excel en Python.
call "%~dp0installeer.cmd" diagnose
exit /b %errorlevel%

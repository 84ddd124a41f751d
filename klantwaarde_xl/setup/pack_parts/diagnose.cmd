@echo off
rem Zegt wat er niet goed staat tussen Excel en Python.
rem Zonder call: dat leest ^ en % in de naam van de map nog een keer.
setlocal DisableDelayedExpansion
"%~dp0installeer.cmd" diagnose

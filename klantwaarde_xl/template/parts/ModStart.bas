Option Explicit
Option Private Module

' What happens when the workbook opens and when a button is clicked. Nothing here may stop the workbook from opening:
' without Python everything that was computed before can still be read.

Public Sub KwOpenen()
    Dim melding As String
    KwBeschrijfAlles
    melding = KwVersiemelding()
    If melding <> "" Then KwToonInStatusbalk melding
End Sub

' Runs a function of klantwaarde_xl.excel.buttons; says in plain Dutch what to do when Python cannot be reached.
Public Sub KwVoerUit(ByVal functie As String)
    On Error GoTo mislukt
    RunPython "import klantwaarde_xl.excel.buttons as knoppen; knoppen." & functie & "()"
    Exit Sub
mislukt:
    MsgBox KwGeenPython(Err.Description), vbExclamation, "Klantwaarde"
End Sub

' Empty when VBA, DLL and package fit together, else what is wrong and what to do. The name of the DLL holds the version of the
' xlwings module, so a DLL of another version cannot be loaded at all and ends up in geenPython.
Private Function KwVersiemelding() As String
    Dim antwoord As Variant
    On Error GoTo geenPython
    antwoord = XLPy.CallUDF("klantwaarde_xl.excel.functions", "version_message", Array(KW_WERKMAPVERSIE, XLWINGS_VERSION), ThisWorkbook, Nothing)
    KwVersiemelding = CStr(antwoord)
    Exit Function
geenPython:
    KwVersiemelding = KwGeenPython(Err.Description)
End Function

Private Sub KwToonInStatusbalk(ByVal tekst As String)
    On Error Resume Next
    Application.StatusBar = Left$(tekst, 250)
    On Error GoTo 0
End Sub

' One description for the function wizard. LibreOffice has no MacroOptions, and Excel refuses it without a visible workbook.
Public Sub KwBeschrijf(ByVal functie As String, ByVal categorie As String, ByVal uitleg As String, ByVal argumenten As Variant)
    On Error Resume Next
    If IsArray(argumenten) Then
        Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functie, Description:=uitleg, Category:=categorie, ArgumentDescriptions:=argumenten
    Else
        Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functie, Description:=uitleg, Category:=categorie
    End If
    On Error GoTo 0
End Sub

Option Explicit
Option Private Module

' What happens when the workbook opens and closes and when a button is clicked. Nothing here may stop the workbook from opening:
' without Python everything that was computed before can still be read.

Private Const BIJ_OPENEN As String = "bij openen"

Public Sub KwOpenen()
    Dim bewaard As Boolean
    Dim melding As String
    On Error Resume Next
    bewaard = ThisWorkbook.Saved
    KwBeschrijfAlles
    ' Excel takes a description for a change, and would ask to save what nobody touched.
    If bewaard Then ThisWorkbook.Saved = True
    On Error GoTo 0
    melding = KwVersiemelding()
    If melding <> "" Then KwMeld melding, BIJ_OPENEN
End Sub

Public Sub KwSluiten()
    KwMeld "", ""
End Sub

' Runs a function of klantwaarde_xl.excel.buttons; says in plain Dutch what to do when that cannot be.
Public Sub KwVoerUit(ByVal functie As String)
    Dim melding As String
    If ActiveWorkbook Is Nothing Then
        melding = KW_GEEN_WERKMAP
    Else
        melding = KwProbeer("import klantwaarde_xl.excel.buttons as knoppen; knoppen." & functie & "()")
    End If
    If melding <> "" Then MsgBox melding, vbExclamation, "Klantwaarde"
End Sub

' Empty when Python did it, else what to say. A Python that is gone half-way leaves Excel as it was found.
Public Function KwProbeer(ByVal opdracht As String) As String
    Dim rekenwijze As Variant, gebeurtenissen As Variant
    Dim meldingen As Boolean
    Dim reden As String
    KwProbeer = ""
    gebeurtenissen = True
    meldingen = True
    On Error GoTo mislukt
    rekenwijze = Application.Calculation
    gebeurtenissen = Application.EnableEvents
    meldingen = Application.DisplayAlerts
    ' After a minute Excel would say that it waits for another program to complete an OLE action.
    Application.DisplayAlerts = False
    If KwOpMac() Then
        RunPython opdracht
    Else
        ' What RunPython does as well, but that shows an English traceback when it fails.
        XLPy.Exec opdracht
    End If
    Application.DisplayAlerts = meldingen
    Exit Function
mislukt:
    reden = Err.Description
    Resume herstel
herstel:
    On Error Resume Next
    Application.Calculation = rekenwijze
    Application.EnableEvents = gebeurtenissen
    Application.DisplayAlerts = meldingen
    Application.ScreenUpdating = True
    Application.StatusBar = False
    On Error GoTo 0
    KwProbeer = KwGeenPython(reden)
End Function

' Empty when VBA, DLL and package fit together, else what is wrong and what to do. The name of the DLL holds the version of the
' xlwings module, so a DLL of another version cannot be loaded at all and ends up in geenPython. A Mac has no functions to check.
Private Function KwVersiemelding() As String
    Dim antwoord As Variant
    KwVersiemelding = ""
    If KwOpMac() Then Exit Function
    On Error GoTo geenPython
    antwoord = XLPy.CallUDF("klantwaarde_xl.excel.functions", "version_message", Array(KW_WERKMAPVERSIE, XLWINGS_VERSION), ThisWorkbook, Nothing)
    KwVersiemelding = CStr(antwoord)
    Exit Function
geenPython:
    KwVersiemelding = KwGeenPython(Err.Description)
End Function

' One description for the function wizard. LibreOffice has no MacroOptions, and Excel refuses it without a visible workbook.
Public Sub KwBeschrijf(ByVal functie As String, ByVal categorie As String, ByVal uitleg As String, ByVal argumenten As Variant)
    Dim voluit As String
    voluit = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functie
    On Error Resume Next
    If IsArray(argumenten) Then
        Application.MacroOptions Macro:=voluit, Description:=uitleg, Category:=categorie, ArgumentDescriptions:=argumenten
    Else
        Application.MacroOptions Macro:=voluit, Description:=uitleg, Category:=categorie
    End If
    On Error GoTo 0
End Sub

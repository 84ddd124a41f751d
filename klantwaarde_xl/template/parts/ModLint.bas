Option Explicit
Option Private Module

' Add-in and workbook bring the same groups, and Excel would show them twice on the tab that they share: those of the add-in
' stand aside while a workbook is in front that has its own.

Private Const MET_MACROS As String = ".xlsm"
Private lint As IRibbonUI

Public Sub KwLintGeladen(ribbon As IRibbonUI)
    Set lint = ribbon
End Sub

Public Sub KwLintZichtbaar(control As IRibbonControl, ByRef zichtbaar)
    zichtbaar = Not KwHeeftLint(ActiveWorkbook)
End Sub

' Lets Excel ask again; after a reset of VBA there is nothing left to ask, and the groups stay as they are.
Public Sub KwVerversLint()
    If Not lint Is Nothing Then lint.Invalidate
End Sub

' Whether a workbook has our macros: by its kind of file and the sheet with our descriptions.
Private Function KwHeeftLint(ByVal boek As Object) As Boolean
    KwHeeftLint = False
    On Error GoTo klaar
    If boek Is Nothing Then Exit Function
    If LCase$(Right$(boek.Name, 5)) = MET_MACROS Then KwHeeftLint = (boek.Worksheets(KW_BESCHRIJFBLAD).Range("C1").Value = KW_CATEGORIE)
klaar:
End Function

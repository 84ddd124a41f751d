Option Explicit
Option Private Module

' The sheet with the live functions calls every function over whole tables. Excel would calculate them all again at each line
' that is typed or pasted, which takes seconds with many lines: so that sheet calculates only while it is in front. Excel does
' not save this, and calculates the sheet when it may again.

Public Sub KwRekenBijOpenen()
    On Error Resume Next
    KwRekenVooraan ThisWorkbook.Worksheets(KW_FUNCTIEBLAD), (ThisWorkbook.ActiveSheet.Name = KW_FUNCTIEBLAD)
    On Error GoTo 0
End Sub

Public Sub KwRekenVooraan(ByVal blad As Object, ByVal vooraan As Boolean)
    If blad.Name <> KW_FUNCTIEBLAD Then Exit Sub
    If Not KwInExcel() Then Exit Sub
    On Error Resume Next
    If blad.EnableCalculation <> vooraan Then blad.EnableCalculation = vooraan
    On Error GoTo 0
End Sub

' In LibreOffice, which says that it is Excel 11, the same property stops the calculation of the whole workbook.
Private Function KwInExcel() As Boolean
    KwInExcel = False
    On Error GoTo klaar
    KwInExcel = (Val(Application.Version) > 11)
klaar:
End Function

Option Explicit
Option Private Module

Private Const VEEL_REGELS As Long = 20000
Private Const KEUZERIJ As Long = 5

' The sheet with the live functions calls every function over whole tables. Excel would calculate them all again at each line
' that is typed or pasted, which takes seconds with many lines: so that sheet calculates only while it is in front. Excel does
' not save this, and calculates the sheet when it may again.

Public Sub KwRekenBijOpenen()
    On Error Resume Next
    KwRekenVooraan ThisWorkbook.Worksheets(KW_FUNCTIEBLAD), (ThisWorkbook.ActiveSheet.Name = KW_FUNCTIEBLAD)
    On Error GoTo 0
End Sub

Public Sub KwRekenVooraan(ByVal blad As Object, ByVal vooraan As Boolean)
    Dim rekent As Boolean
    If blad.Name <> KW_FUNCTIEBLAD Then Exit Sub
    If Not KwInExcel() Then Exit Sub
    On Error Resume Next
    If vooraan Then rekent = KwMagRekenen(blad)
    If blad.EnableCalculation <> rekent Then blad.EnableCalculation = rekent
    If vooraan And Not rekent Then
        KwMeld KW_REKENT_NIET, KW_FUNCTIEBLAD
    ElseIf kwMelder = KW_FUNCTIEBLAD Then
        KwMeld "", ""
    End If
    On Error GoTo 0
End Sub

' The user chose in the cell of the sheet whether it calculates with many invoice lines.
Public Sub KwRekenKeuze(ByVal blad As Object, ByVal cel As Object)
    If blad.Name <> KW_FUNCTIEBLAD Then Exit Sub
    If cel.Row = KEUZERIJ And cel.Column = 1 Then KwRekenVooraan blad, True
End Sub

' Few invoice lines, or a choice for calculating with many. Without them the sheet shows what it calculated last.
Private Function KwMagRekenen(ByVal blad As Object) As Boolean
    KwMagRekenen = True
    On Error GoTo klaar
    If ThisWorkbook.Worksheets(KW_REGELBLAD).ListObjects(KW_REGELTABEL).ListRows.Count > VEEL_REGELS Then
        KwMagRekenen = (blad.Cells(KEUZERIJ, 1).Value = KW_REKENT_WEL)
    End If
klaar:
End Function

' In LibreOffice, which says that it is Excel 11, the same property stops the calculation of the whole workbook.
Private Function KwInExcel() As Boolean
    KwInExcel = False
    On Error GoTo klaar
    KwInExcel = (Val(Application.Version) > 11)
klaar:
End Function

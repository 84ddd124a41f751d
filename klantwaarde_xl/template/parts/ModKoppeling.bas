Option Explicit
Option Private Module

' A function of the add-in in a cell is saved with the folder of the add-in. On another computer, or after a move, that folder is
' another one, and every such cell would show #NAAM?. When a workbook opens it is led to the add-in that is loaded.

Private Const EXCEL_KOPPELING As Long = 1

Public Sub KwHerstelKoppeling(ByVal boek As Object)
    Dim koppelingen As Variant, koppeling As Variant
    Dim bewaard As Boolean
    On Error GoTo klaar
    koppelingen = boek.LinkSources(EXCEL_KOPPELING)
    If IsEmpty(koppelingen) Then Exit Sub
    bewaard = boek.Saved
    For Each koppeling In koppelingen
        If KwAndereMap(CStr(koppeling), ThisWorkbook.Name, ThisWorkbook.FullName) Then
            boek.ChangeLink koppeling, ThisWorkbook.FullName, EXCEL_KOPPELING
        End If
    Next koppeling
    ' Nobody touched the workbook: Excel need not ask to save it.
    If bewaard Then boek.Saved = True
klaar:
End Sub

' Whether a link leads to a file of the same name in another folder.
Public Function KwAndereMap(ByVal koppeling As String, ByVal naam As String, ByVal volledig As String) As Boolean
    KwAndereMap = False
    If StrComp(koppeling, volledig, vbTextCompare) = 0 Then Exit Function
    If Len(koppeling) <= Len(naam) Then Exit Function
    If StrComp(Right$(koppeling, Len(naam)), naam, vbTextCompare) <> 0 Then Exit Function
    KwAndereMap = (InStr("\/", Mid$(koppeling, Len(koppeling) - Len(naam), 1)) > 0)
End Function

Option Explicit
Option Private Module

' Turns what Python hands back into what Excel shows. A failed function must be a real Excel error, so that a total over
' it fails visibly; Python cannot make one, so it sends a marker: Chr(31) "KW" Chr(31) number Chr(31) reason.

Private Const MEESTE_REDENEN As Long = 1000
Private Const SECONDEN_LEESTIJD As Long = 10
Private Const FOUT_WAARDE As Long = 2015
Private Const FOUT_NB As Long = 2042
' Global, not Private: LibreOffice keeps only these between two calls.
Global kwRedenen As Collection
' Who said what stands in the status bar, and when.
Global kwMelder As String
Global kwGemeld As Date

' The result of one call: every marker in it becomes an Excel error and its reason is kept for KW_FOUT.
Public Function KwUitkomst(ByVal uitkomst As Variant, ByVal functie As String) As Variant
    Dim plek As String
    Dim rij As Long, kolom As Long, rij0 As Long, kolom0 As Long
    plek = KwAanroeper()
    KwMeldVoorbij functie & plek
    If Not IsArray(uitkomst) Then
        KwUitkomst = KwWaarde(uitkomst, functie, plek, 0, 0)
        Exit Function
    End If
    If KwDimensies(uitkomst) = 1 Then
        kolom0 = LBound(uitkomst)
        For kolom = kolom0 To UBound(uitkomst)
            If VarType(uitkomst(kolom)) = vbString Then
                If AscW(uitkomst(kolom) & " ") = 31 Then uitkomst(kolom) = KwWaarde(uitkomst(kolom), functie, plek, 0, kolom - kolom0)
            End If
        Next kolom
    Else
        rij0 = LBound(uitkomst, 1)
        kolom0 = LBound(uitkomst, 2)
        For rij = rij0 To UBound(uitkomst, 1)
            For kolom = kolom0 To UBound(uitkomst, 2)
                If VarType(uitkomst(rij, kolom)) = vbString Then
                    If AscW(uitkomst(rij, kolom) & " ") = 31 Then
                        uitkomst(rij, kolom) = KwWaarde(uitkomst(rij, kolom), functie, plek, rij - rij0, kolom - kolom0)
                    End If
                End If
            Next kolom
        Next rij
    End If
    KwUitkomst = uitkomst
End Function

' What a function gives when Python could not be called at all.
Public Function KwMislukt(ByVal functie As String, ByVal oorzaak As String) As Variant
    If KwOpMac() Then
        KwOnthoud functie, KwAanroeper(), 0, 0, KW_OP_MAC
    Else
        KwOnthoud functie, KwAanroeper(), 0, 0, KwGeenPython(oorzaak)
    End If
    KwMislukt = CVErr(FOUT_WAARDE)
End Function

' Only Excel for Windows has functions in Python. Asked when it runs, for LibreOffice knows no conditional compilation (and no
' OperatingSystem either).
Public Function KwOpMac() As Boolean
    KwOpMac = False
    On Error GoTo klaar
    KwOpMac = (InStr(Application.OperatingSystem, "Macintosh") > 0)
klaar:
End Function

' Whether the function wizard asks, which it does at every argument: then the first button of this old toolbar is grey.
Public Function KwInWizard() As Boolean
    KwInWizard = False
    On Error GoTo klaar
    KwInWizard = Not Application.CommandBars("Standard").Controls(1).Enabled
klaar:
End Function

' The workbook for which the add-in works: that of the calling cell, or the one in front when no cell calls.
Public Function KwBoek() As Object
    If TypeName(Application.Caller) = "Range" Then
        Set KwBoek = Application.Caller.Parent.Parent
    Else
        Set KwBoek = ActiveWorkbook
    End If
End Function

' What to say when Python cannot be reached; the cause is what xlwings or Windows said.
Public Function KwGeenPython(ByVal oorzaak As String) As String
    KwGeenPython = Replace(KW_GEEN_PYTHON, "{reden}", Left$(KwOorzaak(oorzaak), 150))
End Function

' What went wrong on one line: of a Python traceback the last line says it.
Private Function KwOorzaak(ByVal tekst As String) As String
    Dim regels As Variant
    Dim regel As Long
    regels = Split(Replace(tekst, vbCr, vbLf), vbLf)
    KwOorzaak = ""
    For regel = LBound(regels) To UBound(regels)
        If Trim$(regels(regel)) <> "" Then
            If InStr(tekst, "Traceback") > 0 Then
                KwOorzaak = Trim$(regels(regel))
            Else
                KwOorzaak = Trim$(KwOorzaak & " " & Trim$(regels(regel)))
            End If
        End If
    Next regel
End Function

' Why a cell shows an error, or an empty text when that is not known. LibreOffice shows a CVErr as the text "Error 2015".
Public Function KwReden(ByVal cel As Variant) As String
    Dim eerste As Object
    Dim waarde As Variant
    KwReden = ""
    If TypeName(cel) <> "Range" Then Exit Function
    Set eerste = cel.Cells(1, 1)
    waarde = eerste.Value
    If IsError(waarde) Then
        ' Any other error, such as that of a spill without room, is not one of ours: what was remembered is of before.
        If waarde <> CVErr(FOUT_WAARDE) Then
            If waarde <> CVErr(FOUT_NB) Then Exit Function
        End If
    ElseIf Left$(CStr(waarde), 6) <> "Error " Then
        Exit Function
    End If
    KwReden = KwZoek(KwPlek(eerste))
    If KwReden = "" Then KwReden = KwZoek(KwFunctieIn(CStr(eerste.Formula)))
End Function

Private Function KwWaarde(ByVal waarde As Variant, ByVal functie As String, ByVal plek As String, ByVal rij As Long, ByVal kolom As Long) As Variant
    Dim delen As Variant
    KwWaarde = waarde
    If VarType(waarde) <> vbString Then Exit Function
    If Left$(waarde, 4) <> Chr$(31) & "KW" & Chr$(31) Then Exit Function
    delen = Split(waarde, Chr$(31))
    KwOnthoud functie, plek, rij, kolom, CStr(delen(3))
    KwWaarde = CVErr(CLng(delen(2)))
End Function

Private Sub KwOnthoud(ByVal functie As String, ByVal plek As String, ByVal rij As Long, ByVal kolom As Long, ByVal reden As String)
    Dim delen As Variant
    If kwRedenen Is Nothing Then Set kwRedenen = New Collection
    KwBewaar UCase$(functie), reden
    If plek <> "" Then
        delen = Split(plek, "|")
        KwBewaar delen(0) & "|" & (CLng(delen(1)) + rij) & "|" & (CLng(delen(2)) + kolom), reden
    End If
    KwMeld functie & ": " & reden, functie & plek
End Sub

Private Sub KwBewaar(ByVal sleutel As String, ByVal reden As String)
    On Error Resume Next
    kwRedenen.Remove sleutel
    If kwRedenen.Count >= MEESTE_REDENEN Then kwRedenen.Remove 1
    kwRedenen.Add reden, sleutel
    On Error GoTo 0
End Sub

Private Function KwZoek(ByVal sleutel As String) As String
    KwZoek = ""
    If kwRedenen Is Nothing Or sleutel = "" Then Exit Function
    On Error Resume Next
    KwZoek = kwRedenen.Item(sleutel)
    On Error GoTo 0
End Function

' The calling cell; LibreOffice does not tell which one it is.
Private Function KwAanroeper() As String
    KwAanroeper = ""
    On Error GoTo klaar
    If TypeName(Application.Caller) = "Range" Then KwAanroeper = KwPlek(Application.Caller)
klaar:
End Function

' The first cell of a range as text "[book]sheet|row|column"; empty for anything else.
Public Function KwPlek(ByVal cel As Variant) As String
    KwPlek = ""
    If TypeName(cel) <> "Range" Then Exit Function
    KwPlek = Replace("[" & cel.Parent.Parent.Name & "]" & cel.Parent.Name, "|", "_") & "|" & cel.Row & "|" & cel.Column
End Function

Private Function KwFunctieIn(ByVal formule As String) As String
    Dim van As Long, tot As Long
    KwFunctieIn = ""
    van = InStr(1, UCase$(formule), "KW_")
    If van = 0 Then Exit Function
    tot = InStr(van, formule, "(")
    If tot > van Then KwFunctieIn = UCase$(Mid$(formule, van, tot - van))
End Function

Private Function KwDimensies(ByVal reeks As Variant) As Long
    KwDimensies = 1
    On Error GoTo klaar
    If UBound(reeks, 2) >= LBound(reeks, 2) Then KwDimensies = 2
klaar:
End Function

' Shows a text in the status bar and who says it; an empty one gives the bar back to Excel, if we have it.
Public Sub KwMeld(ByVal tekst As String, ByVal melder As String)
    If tekst = "" And kwMelder = "" Then Exit Sub
    On Error Resume Next
    If tekst = "" Then
        Application.StatusBar = False
        kwMelder = ""
    Else
        Application.StatusBar = Left$(tekst, 250)
        kwMelder = melder
        kwGemeld = Now
    End If
    On Error GoTo 0
End Sub

' A success ends what the same cell said before, and anything that has been there long enough to be read: other cells of the same
' calculation succeed a moment later.
Private Sub KwMeldVoorbij(ByVal melder As String)
    If kwMelder = "" Then Exit Sub
    If kwMelder = melder Or DateDiff("s", kwGemeld, Now) > SECONDEN_LEESTIJD Then KwMeld "", ""
End Sub

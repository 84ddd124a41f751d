Option Explicit
Option Private Module

' A click on a customer shows that customer on Klantkaart. Only cells are read and written, so it also works without Python;
' without macros the link still leads to the cell in which the number can be typed.

Private Const LAATSTE_KOPRIJ As Long = 40
Private Const LAATSTE_KOLOM As Long = 60

' What a click on a link does after Excel has followed it: plaats is where the link leads.
Public Sub KwVolgKoppeling(ByVal blad As Object, ByVal plaats As String)
    Dim doel As Object
    Dim klant As String, keuze As String
    Dim gebeurtenissen As Boolean, scherm As Boolean
    If plaats <> KW_ZOEKCEL Then Exit Sub
    gebeurtenissen = Application.EnableEvents
    scherm = Application.ScreenUpdating
    On Error GoTo klaar
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    Set doel = ActiveSheet
    ' The clicked cell is the one that is selected there: the link itself covers the whole column.
    blad.Activate
    klant = KwKlantVan(blad, ActiveCell.Row, ActiveCell.Column)
    doel.Activate
    If klant <> "" Then
        keuze = KwBijKop(doel.Parent.Worksheets(KW_KAARTBLAD), KW_KOP_NUMMER, klant, KW_KOP_KEUZE)
        If keuze = "" Then
            doel.Parent.Names(KW_ZOEKCEL).RefersToRange.Value = klant
        Else
            doel.Parent.Names(KW_ZOEKCEL).RefersToRange.Value = ""
            doel.Parent.Names(KW_KEUZECEL).RefersToRange.Value = keuze
        End If
    End If
klaar:
    Application.EnableEvents = gebeurtenissen
    Application.ScreenUpdating = scherm
End Sub

' What a cell says as text; an error in it is no text.
Private Function KwTekst(ByVal cel As Object) As String
    KwTekst = ""
    If Not IsError(cel.Value) Then KwTekst = CStr(cel.Value)
End Function

' The customer number of a row: from its own column, or by the name in the cell where a list has no numbers.
Private Function KwKlantVan(ByVal blad As Object, ByVal rij As Long, ByVal kolom As Long) As String
    Dim koprij As Long, kopkolom As Long
    KwKlantVan = ""
    If KwTekst(blad.Cells(rij, kolom)) = "" Then Exit Function
    If KwVindKop(blad, KW_KOP_NUMMER, koprij, kopkolom) Then
        If rij > koprij Then KwKlantVan = KwTekst(blad.Cells(rij, kopkolom))
    Else
        KwKlantVan = KwBijKop(blad.Parent.Worksheets(KW_WAARDEBLAD), KW_KOP_NAAM, KwTekst(blad.Cells(rij, kolom)), KW_KOP_NUMMER)
    End If
End Function

' What stands under one header in the first row that has a text under another; empty when there is none.
Private Function KwBijKop(ByVal blad As Object, ByVal zoekkop As String, ByVal tekst As String, ByVal kop As String) As String
    Dim koprij As Long, zoekkolom As Long, kolom As Long, rij As Long
    KwBijKop = ""
    If Not KwVindKop(blad, zoekkop, koprij, zoekkolom) Then Exit Function
    If Not KwVindKop(blad, kop, koprij, kolom) Then Exit Function
    rij = koprij + 1
    Do While KwTekst(blad.Cells(rij, zoekkolom)) <> ""
        If KwStaatVoor(tekst, KwTekst(blad.Cells(rij, zoekkolom))) Then
            KwBijKop = KwTekst(blad.Cells(rij, kolom))
            Exit Function
        End If
        rij = rij + 1
    Loop
End Function

' A list on the Dashboard shows the beginning of a long name, with an ellipsis behind it.
Private Function KwStaatVoor(ByVal getoond As String, ByVal naam As String) As Boolean
    If Right$(getoond, 1) = ChrW(8230) Then
        getoond = Left$(getoond, Len(getoond) - 1)
        naam = Left$(naam, Len(getoond))
    End If
    KwStaatVoor = (StrComp(getoond, naam, vbBinaryCompare) = 0)
End Function

Private Function KwVindKop(ByVal blad As Object, ByVal kop As String, ByRef rij As Long, ByRef kolom As Long) As Boolean
    KwVindKop = False
    For rij = 1 To LAATSTE_KOPRIJ
        For kolom = 1 To LAATSTE_KOLOM
            If KwTekst(blad.Cells(rij, kolom)) = kop Then
                KwVindKop = True
                Exit Function
            End If
        Next kolom
    Next rij
End Function

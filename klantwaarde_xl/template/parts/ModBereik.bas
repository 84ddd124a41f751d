Option Explicit
Option Private Module

' Whole columns, as people type them (A:A, or A2 to the last row), are cut before they travel to Python: to the last row that is
' filled. Single columns of one call end at the same row, for they must stay equally high; a table ends at its own. The last row of
' the used range will not do: the result itself may make that longer, at each calculation by a row.

' The arguments of one call, with whole columns and rows cut; anything else as it is.
Public Function KwBegrensd(ByVal argumenten As Variant) As Variant
    Dim nummer As Long, laatste As Long, rij As Long
    For nummer = LBound(argumenten) To UBound(argumenten)
        ' An argument that was left out can be no argument again, so only an object is passed on.
        If IsObject(argumenten(nummer)) Then
            If KwIsHeel(argumenten(nummer)) Then
                rij = KwLaatsteRij(argumenten(nummer))
                If argumenten(nummer).Columns.Count > 1 Then
                    Set argumenten(nummer) = KwGeknipt(argumenten(nummer), rij)
                ElseIf rij > laatste Then
                    laatste = rij
                End If
            End If
        End If
    Next nummer
    For nummer = LBound(argumenten) To UBound(argumenten)
        If IsObject(argumenten(nummer)) Then
            If KwIsHeel(argumenten(nummer)) Then Set argumenten(nummer) = KwGeknipt(argumenten(nummer), laatste)
        End If
    Next nummer
    KwBegrensd = argumenten
End Function

' Whether a range reaches the last row or column of its sheet.
Private Function KwIsHeel(ByVal bereik As Variant) As Boolean
    KwIsHeel = False
    If TypeName(bereik) <> "Range" Then Exit Function
    If bereik.Areas.Count > 1 Then Exit Function
    KwIsHeel = KwReiktTotRij(bereik) Or KwReiktTotKolom(bereik)
End Function

Private Function KwReiktTotRij(ByVal bereik As Object) As Boolean
    KwReiktTotRij = (bereik.Row + bereik.Rows.Count > bereik.Parent.Rows.Count)
End Function

Private Function KwReiktTotKolom(ByVal bereik As Object) As Boolean
    KwReiktTotKolom = (bereik.Column + bereik.Columns.Count > bereik.Parent.Columns.Count)
End Function

Private Function KwGeknipt(ByVal bereik As Object, ByVal laatste As Long) As Object
    Dim hoog As Long, breed As Long
    hoog = bereik.Rows.Count
    breed = bereik.Columns.Count
    If KwReiktTotRij(bereik) Then hoog = KwMinstensEen(laatste - bereik.Row + 1)
    If KwReiktTotKolom(bereik) Then
        With bereik.Parent.UsedRange
            breed = KwMinstensEen(.Column + .Columns.Count - bereik.Column)
        End With
    End If
    Set KwGeknipt = bereik.Resize(hoog, breed)
End Function

' The last row of a range with something in it; its first row when there is none.
Private Function KwLaatsteRij(ByVal bereik As Object) As Long
    Dim waarden As Variant
    Dim rij As Long, kolom As Long, einde As Long
    With bereik.Parent.UsedRange
        einde = .Row + .Rows.Count - 1
    End With
    If einde > bereik.Row + bereik.Rows.Count - 1 Then einde = bereik.Row + bereik.Rows.Count - 1
    KwLaatsteRij = bereik.Row
    If einde <= bereik.Row Then Exit Function
    waarden = KwGeknipt(bereik, einde).Value
    For rij = UBound(waarden, 1) To 1 Step -1
        For kolom = 1 To UBound(waarden, 2)
            If KwGevuld(waarden(rij, kolom)) Then
                KwLaatsteRij = bereik.Row + rij - 1
                Exit Function
            End If
        Next kolom
    Next rij
End Function

Private Function KwGevuld(ByVal waarde As Variant) As Boolean
    KwGevuld = True
    If IsEmpty(waarde) Then
        KwGevuld = False
    ElseIf VarType(waarde) = vbString Then
        KwGevuld = (waarde <> "")
    End If
End Function

Private Function KwMinstensEen(ByVal aantal As Long) As Long
    KwMinstensEen = aantal
    If aantal < 1 Then KwMinstensEen = 1
End Function

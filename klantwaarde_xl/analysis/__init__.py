"""From checked input to one frozen Analysis that every sheet, function and door reads."""

"""The add-in for Excel without VBA: functions and Vernieuwen, served over https on this computer."""

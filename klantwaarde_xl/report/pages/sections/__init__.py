"""The page Doorsneden: every measure per segment, region, manager, class, product group or administration."""

"""Dates in the admin as CLDR has them, and as visitors read them: Nov 7, 2026, not Nov. 7, 2026."""

DATE_FORMAT = "M j, Y"
DATETIME_FORMAT = "M j, Y, g:i A"
TIME_FORMAT = "g:i A"

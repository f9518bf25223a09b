"""The names of the files that a reader opens."""

HOME = "index.html"
HANDBOOK = "handbook.pdf"
FORMS = "handbook-forms.pdf"
SHEET = "sheet.pdf"
CALENDAR = "plan.ics"

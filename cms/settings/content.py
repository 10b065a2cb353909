"""Settings about content that are lists: what may be uploaded, and how long what was written counts as true."""

WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "m4a",
    "mp3",
    "odp",
    "ods",
    "odt",
    "ogg",
    "pdf",
    "pptx",
    "txt",
    "xlsx",
]

# Months after which somebody has to look whether a page is still true, by type, until reviewers choose another term
# (`cms.ReviewTerm`); other types have none. What `tick` computed with other terms it computes again.
REVIEW_MONTHS = {
    "home.StandardPage": 12,
    "home.AccessibilityStatementPage": 12,
    "home.PrivacyStatementPage": 12,
    "platforms.PlatformPage": 12,
    "platforms.CoordinatorPage": 12,
    "platforms.ActionProgrammePage": 12,
    # Until they are over.
    "events.EventPage": 12,
    "events.TrajectoryPage": 12,
    "practices.PracticePage": 24,
}

"""The terms of the types of pages, which reviewers change in the settings."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.views.reviewer_settings import ReviewerSettings

from ..forms import TermsForm


class ReviewTerms(ReviewerSettings):
    """For reviewers."""

    page_title = gettext_lazy("Review terms")
    header_icon = "calendar-check"
    template_name = "periodic_review/form.html"
    form_class = TermsForm
    index_url_name = "periodic_review_terms"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            button=_("Save"),
            explanation=_(
                "After so many months somebody looks whether a page is still true. 0: never. A page can have a term"
                " of its own. Within a few minutes the new terms hold for all pages."
            ),
            **kwargs,
        )

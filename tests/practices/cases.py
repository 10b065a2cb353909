"""The smallest site with practices, and the edit form as an editor sends it."""

from html import unescape

from django.utils.html import strip_tags
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.utils.forms import FormValidationError

from cms.publishing import NotReadyToPublish
from practices.models import PracticePage
from tests.cases import SiteTestCase
from tests.factories import OrganisationFactory, TargetGroupFactory, ThemeFactory, UserFactory
from tests.practices.factories import PracticeIndexPageFactory

ROWS = [
    "owners",
    "target_groups",
    "working_area",
    "working_regions",
    "partners",
    "methods",
    "networks",
    "recognitions",
    "reach",
    "grew_from",
    "footnotes",
    "adopted_by",
    "contacts",
    "legal_references",
    "related_pages",
    "page_themes",
    "comments",
]
RICH_TEXTS = ["problem", "results", "resources_needed", "lessons"]


def text_of(response):
    """What a reader reads, with every run of white space as one space."""
    return " ".join(unescape(strip_tags(response.content.decode())).split())


class PracticeTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.index = PracticeIndexPageFactory(parent=cls.home)
        cls.editor = UserFactory(is_superuser=True)
        cls.owner, cls.theme, cls.group = OrganisationFactory(), ThemeFactory(), TargetGroupFactory()


class FormTestCase(PracticeTestCase):
    def form_data(self, **changes):
        """A complete practice as the edit form sends it, with the given fields in other words."""
        empty = {
            field.name: streamfield([])
            for field in PracticePage._meta.fields
            if isinstance(field, StreamField)
        }
        rows = {name: inline_formset([]) for name in ROWS}
        texts = {name: rich_text("<p>Een zin.</p>") for name in RICH_TEXTS}
        complete = {
            "title": "Kracht.wonen",
            "slug": "kracht-wonen",
            "search_description": "Aanpak van dak- en thuisloosheid.",
            "owners": inline_formset([{"organisation": self.owner.pk}]),
            "page_themes": inline_formset([{"theme": self.theme.pk}]),
            "target_groups": inline_formset([{"target_group": self.group.pk}]),
            "contacts": inline_formset([self.contact(name="An Peeters", email="an@voorbeeld.be")]),
            "status": "running",
            "scale": "regional",
            "evidence_level": "1",
            "approach": streamfield([("paragraph", rich_text("<p>Eerst wonen.</p>"))]),
            "licence": "modellicentie",
            "started_on_precision": "month",
            "ended_on_precision": "month",
        }
        return nested_form_data({**empty, **rows, **texts, **complete, **changes})

    def contact(self, **values):
        return {"coordinator": "", "name": "", "function": "", "email": "", "phone": "", **values}

    def form(self, data, is_draft=False):
        form_class = PracticePage.get_edit_handler().get_form_class()
        form = form_class(
            data=data, instance=PracticePage(live=False), parent_page=self.index, for_user=self.editor
        )
        if is_draft:
            form.defer_required_fields()
        return form

    def refused(self, **changes):
        """The names of the fields that publishing refuses; form and model have to agree on where they are."""
        data = self.form_data(**changes)
        by_form, by_model = self.refused_by_form(data), self.refused_by_model(data)
        self.assertEqual(by_form, by_model)
        return {path[-1] for path in by_form}

    def refused_by_form(self, data):
        form = self.form(data)
        form.is_valid()
        return set(FormValidationError.get_form_errors_as_dict(form))

    def refused_by_model(self, data):
        draft = self.form(data, is_draft=True)
        self.assertTrue(draft.is_valid(), draft.errors)
        page = draft.save(commit=False)
        self.index.add_child(instance=page)
        try:
            page.save_revision().publish()
        except NotReadyToPublish as refusal:
            return {path for path, _messages in refusal.loc_errors}
        return set()

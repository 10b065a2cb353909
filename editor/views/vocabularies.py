"""The viewsets of the vocabularies: their listings, forms and choosers."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_passes_test
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.api_fields import names_in
from cms.forms import PersonForm, VocabularyForm
from cms.models import (
    LegalReference,
    Method,
    Municipality,
    Organisation,
    Person,
    Region,
    TargetGroup,
    Theme,
)
from cms.permissions import may_choose

from . import several
from .choosers import VisibleUsage
from .vocabulary_views import (
    RequestChangeView,
    VocabularyChooserCreateView,
    VocabularyDeleteView,
    VocabularyEditView,
    VocabularyHistoryView,
    VocabularyIndexView,
    VocabularyInspectView,
    VocabularyUsageView,
)

# No phone number: it may be hidden.
PERSON_COLUMNS = [Column("name", label=_("Name")), "function", "organisation"]


class VocabularyChooser(SnippetChooserViewSet):
    """For users with a permission on the snippets: Wagtail's chooser shows them to everybody in the admin."""

    create_view_class = VocabularyChooserCreateView

    def get_urlpatterns(self):
        return decorate_urlpatterns(
            super().get_urlpatterns(), user_passes_test(lambda user: may_choose(self.model, user))
        )


class PersonChooser(VocabularyChooser):
    form_fields = ["first_name", "last_name", "function", "organisation"]


class OrganisationChooser(VocabularyChooser):
    form_fields = ["name", "full_name", "website"]


class LegalReferenceChooser(VocabularyChooser):
    form_fields = ["citation", "kind", "date", "url"]


class MunicipalityChooser(VocabularyChooser):
    choose_view_class = several.ChooseMunicipalities


class VocabularyViewSet(SnippetViewSet):
    """A vocabulary. Copying is off: the copy's form would show values that the original's form hides."""

    copy_view_enabled = False
    chooser_viewset_class = VocabularyChooser
    index_view_class = VocabularyIndexView
    edit_view_class = VocabularyEditView
    delete_view_class = VocabularyDeleteView
    history_view_class = VocabularyHistoryView
    usage_view_class = VocabularyUsageView


class EditableVocabularyViewSet(VocabularyViewSet):
    """A vocabulary that reviewers edit here; others get a form to request a change.

    `shown_fields`: what that form shows; None for all fields of the edit form except pictures.
    """

    base_form = VocabularyForm
    shown_fields = None

    def get_edit_handler(self):
        return ObjectList(self.model.panels, base_form_class=self.base_form).bind_to_model(self.model)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(ask_url_name=self.get_url_name("ask"), **kwargs)

    def get_urlpatterns(self):
        fields = self.shown_fields or [name for name in names_in(self.model.panels) if name != "logo"]
        view = self.construct_view(RequestChangeView, fields=fields)
        return [*super().get_urlpatterns(), path(f"ask/<{self.pk_path_converter}:pk>/", view, name="ask")]


class ThemeViewSet(EditableVocabularyViewSet):
    model = Theme
    icon = "tag"
    list_display = ["name", "parent"]
    list_filter = ["parent"]


class TargetGroupViewSet(EditableVocabularyViewSet):
    model = TargetGroup
    icon = "group"


class MethodViewSet(EditableVocabularyViewSet):
    model = Method
    icon = "cogs"


class OrganisationViewSet(EditableVocabularyViewSet):
    model = Organisation
    icon = "globe"
    list_display = ["name", "kind", "municipality"]
    chooser_viewset_class = OrganisationChooser


class PersonViewSet(EditableVocabularyViewSet):
    model = Person
    icon = "user"
    base_form = PersonForm
    shown_fields = ["first_name", "last_name", "function", "organisation"]
    list_display = PERSON_COLUMNS
    list_filter = ["organisation"]
    chooser_viewset_class = PersonChooser


class LegalReferenceViewSet(EditableVocabularyViewSet):
    model = LegalReference
    icon = "openquote"
    list_display = ["citation", "kind", "date"]
    list_filter = ["kind"]
    chooser_viewset_class = LegalReferenceChooser


class MunicipalityViewSet(VocabularyViewSet):
    """Read-only: the command `load_places` updates them."""

    model = Municipality
    icon = "site"
    list_display = ["name", "province", "region", "valid_until"]
    list_filter = ["region", "province"]
    chooser_viewset_class = MunicipalityChooser
    inspect_view_enabled = True
    inspect_view_class = VocabularyInspectView
    inspect_view_fields_exclude = ["id"]

    def get_edit_handler(self):
        return ObjectList(["name"]).bind_to_model(self.model)


class RegionViewSet(ModelViewSet):
    """Read-only. No chooser: fifteen regions fit in a select."""

    model = Region
    icon = "site"
    list_display = ["name", "code"]
    form_fields = ["name"]
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["id", "column", "row"]
    copy_view_enabled = False
    usage_view_class = VisibleUsage


class Vocabularies(SnippetViewSetGroup):
    """All vocabularies, as one group in the menu."""

    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 160
    items = (
        ThemeViewSet,
        TargetGroupViewSet,
        MethodViewSet,
        OrganisationViewSet,
        PersonViewSet,
        LegalReferenceViewSet,
        MunicipalityViewSet,
        RegionViewSet("region"),
    )

"""The vocabularies: who may change a word or a person is asked for each of them."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from wagtail.snippets.views import snippets

from .choosers import KnownUsesOnly


class MayChange:
    """Stands left of a view of one snippet: Wagtail asks whether people may be changed, not whether this one may."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        if not self.user_has_permission_for_instance("change", found):
            raise PermissionDenied
        return found


class EditWord(MayChange, snippets.EditView):
    pass


class DeleteWord(MayChange, snippets.DeleteView):
    pass


class WordHistory(MayChange, snippets.HistoryView):
    pass


class WordUsage(MayChange, KnownUsesOnly, snippets.UsageView):
    pass


class InspectWord(snippets.InspectView):
    """Of what is kept elsewhere. What is not known is a dash, not Python's None."""

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        return "–" if value in (None, "") else value


class WordList(snippets.IndexView):
    """Links only what the user may change."""

    @cached_property
    def changeable(self):
        may_change = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return set(may_change.values_list("pk", flat=True))

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if instance.pk in self.changeable else None

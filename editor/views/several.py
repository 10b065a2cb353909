"""Choosing several objects at once in a chooser, and municipalities by a pasted list or by region."""

from django import forms
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.snippets.views.chooser import ChooseView

from cms.models import Municipality, Region
from cms.permissions import choosable
from editor.place_lists import parse_place_list

MAX_LIST_LENGTH = 20_000


def script() -> str:
    return render_to_string("cms/choosers/several.html", {"words": script_texts()})


def stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("editor/choose-several.css"))


def script_texts():
    """The texts of the script; a pair is singular and plural."""
    return {
        "none": _("Nothing chosen yet. What you tick stays chosen while you search on."),
        "chosen": [_("{count} chosen:"), _("{count} chosen:")],
        "full": _("There is no room for more."),
        "there": _("is there already"),
        "remove": _("Take away: {name}"),
        "added": [_("{count} municipality added."), _("{count} municipalities added.")],
        "wereThere": [_("{count} was there already."), _("{count} were there already.")],
        "renamed": _("{old} is part of {new}."),
        "unknown": _("Not recognised: {names}. They still stand in the box."),
        "failed": _("The list could not be read. It still stands in the box: try again."),
    }


class ChooseMunicipalities(ChooseView):
    """The chooser of municipalities, with a text box for a list and a choice of regions."""

    template_name = "cms/choosers/municipalities.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(regions=Region.objects.all(), longest_list=MAX_LIST_LENGTH, **kwargs)


class PlaceListForm(forms.Form):
    names = forms.CharField(required=False, max_length=MAX_LIST_LENGTH)
    region = forms.ModelChoiceField(Region.objects.all(), to_field_name="slug", required=False)


@require_POST
def municipality_list(request):
    """The municipalities of a list and a region, and the unrecognised items of the list, as JSON; 400 if invalid."""
    form = PlaceListForm(request.POST)
    if not form.is_valid():
        return JsonResponse({}, status=400)
    municipalities = choosable(Municipality, request.user)
    place_list = parse_place_list(form.cleaned_data["names"], municipalities)
    region = form.cleaned_data["region"]
    whole_region = municipalities.filter(region=region, valid_until=None) if region else ()
    names_by_key = {place.pk: str(place) for place in [*place_list.places, *whole_region]}
    return JsonResponse(
        {
            "municipalities": [{"id": str(pk), "name": name} for pk, name in names_by_key.items()],
            "unknown": place_list.unknown,
            "renamed": [{"old": old, "new": new} for old, new in place_list.renamed],
        }
    )

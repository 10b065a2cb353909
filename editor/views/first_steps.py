"""The first steps of a new user on the start screen, shown until they are done or dismissed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.images import get_image_model
from wagtail.models import PageLogEntry

from cms.permissions import is_reviewer
from editor.handbook import handbook_url

from .avatars import avatar_url

ACCOUNT = "wagtailadmin_account"
BEGUN = ["wagtail.create"]
EDITED = ["wagtail.create", "wagtail.edit"]
SENT = ["wagtail.workflow.start", "wagtail.publish"]
REVIEWED = ["wagtail.workflow.approve", "wagtail.workflow.reject"]
PUBLISHED = ["wagtail.publish"]


def has_done(user, actions):
    return PageLogEntry.objects.filter(user=user, action__in=actions).exists()


def has_name_and_picture(user):
    return bool(user.first_name and user.last_name and avatar_url(user))


def has_uploaded_picture(user):
    return get_image_model().objects.filter(uploaded_by_user=user).exists()


def first_add_url(user):
    """The URL of the first button of the start screen; empty if this user has none."""
    buttons = (button(user) for button in hooks.get_hooks("register_start_button"))
    return next((button["url"] for button in buttons if button), "")


def steps_of_team(user):
    return [
        profile_step(user),
        {
            "label": _("Upload a picture, with its description"),
            "url": reverse("wagtailimages:add_multiple"),
            "help": handbook_url("afbeeldingen"),
            "is_done": has_uploaded_picture(user),
        },
        {
            "label": _("Begin a first page, and keep it as a draft"),
            "url": first_add_url(user),
            "help": handbook_url("een-nieuwsbericht-schrijven"),
            "is_done": has_done(user, BEGUN),
        },
        {
            "label": _("Publish it, or have it reviewed first"),
            "url": "",
            "help": handbook_url("concept-publiceren-plannen"),
            "is_done": has_done(user, SENT),
        },
    ]


def steps_of_reviewer(user):
    return [
        profile_step(user),
        {
            "label": _("Edit a page"),
            "url": reverse("wagtailadmin_explore_root"),
            "help": handbook_url("concept-publiceren-plannen"),
            "is_done": has_done(user, EDITED),
        },
        {
            "label": _("Review a page: approve it, or send it back with a word about why"),
            "url": "",
            "help": handbook_url("nalezen-en-goedkeuren"),
            "is_done": has_done(user, REVIEWED),
        },
        {
            "label": _("Publish a page"),
            "url": "",
            "help": handbook_url("concept-publiceren-plannen"),
            "is_done": has_done(user, PUBLISHED),
        },
    ]


def profile_step(user):
    return {
        "label": _("Add your name and your photo, so that colleagues recognise you"),
        "url": reverse(ACCOUNT),
        "help": handbook_url("eerst-dit"),
        "is_done": has_name_and_picture(user),
    }


class FirstSteps(Component):
    """Derives from the log which steps are done; Wagtail's user profile stores the dismissal."""

    name, order = "first_steps", 50
    template_name = "cms/start/first_steps.html"

    def steps(self, user):
        return steps_of_reviewer(user) if is_reviewer(user) else steps_of_team(user)

    def is_dismissed(self, user):
        profile = getattr(user, "wagtail_userprofile", None)
        return bool(profile and profile.dismissibles.get(self.name))

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        steps = [] if self.is_dismissed(user) else self.steps(user)
        is_finished = all(step["is_done"] for step in steps)
        return {"name": self.name, "steps": [] if is_finished else steps}

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.api_fields import EditedFields

from .contact import PhoneField, WebsiteField, postal_code_problem

# For how long the data stay after the last day: a mistake can be mended, a question answered.
DAYS_KEPT = 30
LAST_DAY = _(
    "The last day. The day after, the person is off the whole site; 30 days later the data are erased for good."
)


class PersonQuerySet(models.QuerySet):
    def active(self):
        """People who still do their work: `active_until` is the last day."""
        today = timezone.localdate()
        return self.filter(Q(active_until=None) | Q(active_until__gte=today))

    def to_erase(self):
        """People who left so long ago that their data have to go."""
        return self.filter(active_until__lte=timezone.localdate() - timedelta(days=DAYS_KEPT))


def shown_person(person):
    """The person as pages show it: nobody from the day after `active_until` (GDPR article 5.1.c)."""
    return person if person and person.is_active else None


class Person(index.Indexed, models.Model):
    """Somebody named on the site: coordinator, speaker, team member.

    The functions that count are on the relations, as at the time; `function` is what to propose there.
    Contact details are shown only as far as the flags allow, everywhere (GDPR article 5.1.c).
    """

    honorific = models.CharField(_("title before the name"), max_length=40, blank=True)
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=80)
    function = models.CharField(_("function"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    email = models.EmailField(_("e-mail"), blank=True)
    show_email = models.BooleanField(_("show e-mail on the site"), default=True)
    phone = PhoneField(_("phone"))
    show_phone = models.BooleanField(_("show phone on the site"), default=True)
    mobile = PhoneField(_("mobile"), mobile=True)
    show_mobile = models.BooleanField(_("show mobile on the site"), default=False)
    website = WebsiteField(_("website"), blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=4, blank=True)
    municipality = models.ForeignKey(
        "cms.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    photo = models.ForeignKey(
        "cms.CustomImage",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    photo_consent_on = models.DateField(
        _("agreed to the photo on"),
        null=True,
        blank=True,
        help_text=_("We show a photo only of who agreed to it."),
    )
    active_from = models.DateField(_("active from"), null=True, blank=True)
    active_until = models.DateField(
        _("active until"),
        null=True,
        blank=True,
        help_text=_("The last day. The day after, the person is off the whole site."),
    )

    objects = PersonQuerySet.as_manager()

    panels = [
        FieldRowPanel(["honorific", "first_name", "last_name"]),
        FieldRowPanel(["function", "organisation"]),
        MultiFieldPanel(
            [
                FieldRowPanel(["email", "show_email"]),
                FieldRowPanel(["phone", "show_phone"]),
                FieldRowPanel(["mobile", "show_mobile"]),
                "website",
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            ["street", FieldRowPanel(["postal_code", "municipality"])],
            heading=_("Address"),
            classname="collapsed",
        ),
        MultiFieldPanel(["photo", "photo_consent_on"], heading=_("Photo"), classname="collapsed"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_until", help_text=LAST_DAY)])],
            heading=_("Period"),
            classname="collapsed",
        ),
    ]
    api_fields = EditedFields()
    search_fields = [
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.AutocompleteField("first_name"),
        index.AutocompleteField("last_name"),
        # Who may see whom is asked by key, in a search too.
        index.FilterField("id"),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        errors = {}
        if problem := postal_code_problem(self.postal_code, self.municipality):
            errors["postal_code"] = problem
        if self.photo and not self.photo_consent_on:
            errors["photo_consent_on"] = _(
                "Say when this person agreed to the photo, or take the photo away."
            )
        if self.active_from and self.active_until and self.active_until < self.active_from:
            errors["active_until"] = _("The last day comes before the first.")
        if errors:
            raise ValidationError(errors)

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}"

    @property
    def formal_name(self):
        return f"{self.honorific} {self.name}".strip()

    @property
    def is_active(self):
        return self.active_until is None or self.active_until >= timezone.localdate()

    @property
    def public_email(self):
        return self.email if self.show_email else ""

    @property
    def public_phone(self):
        return self.phone if self.show_phone else ""

    @property
    def public_mobile(self):
        return self.mobile if self.show_mobile else ""

    @property
    def public_photo(self):
        return self.photo if self.photo_consent_on else None

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.search import index

from cms.api_fields import EditedFields
from cms.models.picture_consent import shown
from fields.contact import PhoneField, WebsiteField, postal_code_problem
from fields.dates import DateField

# Days until the data of a person who left are erased: time to correct a mistake.
DAYS_KEPT = 30
# An older last day is probably a typing error.
DAYS_BACK = 366
LAST_DAY = _(
    "The last day. The day after, the person is off the whole site. 30 days after that day, or after you filled it in "
    "if that is later, the data are erased for good."
)


class PersonQuerySet(models.QuerySet):
    def active(self) -> models.QuerySet:
        """People who are still active: `active_until` is the last day."""
        today = timezone.localdate()
        return self.filter(Q(active_until=None) | Q(active_until__gte=today))

    def to_erase(self) -> models.QuerySet:
        """People whose data have to be erased: both the last day and the moment it was filled in are DAYS_KEPT ago."""
        period = timedelta(days=DAYS_KEPT)
        return self.filter(
            active_until__lte=timezone.localdate() - period, active_until_set_at__lte=timezone.now() - period
        )

    def update(self, **fields):
        """Notes when `active_until` was set, as `Person.save` does."""
        if "active_until" in fields:
            fields["active_until_set_at"] = timezone.now()
        return super().update(**fields)


def current_person(person):
    """The person, or None from the day after `active_until` (GDPR article 5.1.c)."""
    return person if person and person.is_active else None


class Person(index.Indexed, models.Model):
    """A person named on the site: coordinator, speaker, team member.

    Pages hold a person's function at the time; `function` here is the proposal for new ones. Contact details are public
    only as far as the `show_` flags allow (GDPR article 5.1.c): use the `public_` properties.
    """

    handbook_section = "een-coördinator-toevoegen"

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
    photo_consent_on = DateField(
        _("agreed to the photo on"),
        null=True,
        blank=True,
        help_text=_("We show a photo only of who agreed to it."),
    )
    active_from = DateField(_("active from"), null=True, blank=True)
    active_until = DateField(
        _("active until"),
        null=True,
        blank=True,
        help_text=_("The last day. The day after, the person is off the whole site."),
    )
    active_until_set_at = models.DateTimeField(null=True, blank=True, editable=False)
    section = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("platform"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "The platform whose team keeps these data. It is filled in by itself with the first page of a coordinator."
        ),
    )
    # The section is not a use of the platform's page.
    section.wagtail_reference_index_ignore = True
    is_example = models.BooleanField(default=False, editable=False)

    objects = PersonQuerySet.as_manager()

    panels = [
        FieldRowPanel(["honorific", "first_name", "last_name"], heading=_("Name")),
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
        # `PersonForm` removes it for teams.
        PageChooserPanel("section", "platforms.PlatformPage"),
    ]
    api_fields = EditedFields()
    search_fields = [
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.AutocompleteField("first_name"),
        index.AutocompleteField("last_name"),
        # Permission policies filter by key, in a search too.
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
        if self.active_until != self.stored_active_until() and self.is_long_gone():
            errors["active_until"] = _("That is more than a year ago. Check the year.")
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

    def save(self, *, update_fields=None, **kwargs):
        """Notes when a new last day is set, because the data stay for 30 days from then."""
        if self.active_until != self.stored_active_until():
            self.active_until_set_at = timezone.now() if self.active_until else None
            update_fields = update_fields and {*update_fields, "active_until_set_at"}
        super().save(update_fields=update_fields, **kwargs)

    def stored_active_until(self):
        """The people last day; None for a new person."""
        if self.pk is None:
            return None
        people = type(self)._base_manager.filter(pk=self.pk)
        return people.values_list("active_until", flat=True).first()

    def is_long_gone(self):
        return self.active_until and self.active_until < timezone.localdate() - timedelta(days=DAYS_BACK)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def formal_name(self) -> str:
        return f"{self.honorific} {self.name}".strip()

    @property
    def is_active(self) -> bool:
        return self.active_until is None or self.active_until >= timezone.localdate()

    @property
    def public_email(self) -> str:
        return self.email if self.show_email else ""

    @property
    def public_phone(self) -> str:
        return self.phone if self.show_phone else ""

    @property
    def public_mobile(self) -> str:
        return self.mobile if self.show_mobile else ""

    @property
    def public_photo(self):
        return shown(self.photo) if self.photo_consent_on else None

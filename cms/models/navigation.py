from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page, Site, get_page_models

from caching.compiled import Prepared
from cms.querysets import listed
from fields.contact import EnterpriseNumberField, PhoneField, WebsiteField

from .licences import Licence


class Link(Orderable):
    """A link to a page of the site or to a web address."""

    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = WebsiteField(_("or a web address"), blank=True)
    label = models.CharField(
        _("label"), max_length=60, blank=True, help_text=_("Leave empty to take over the title of the page.")
    )

    panels = ["page", "address", "label"]

    class Meta(Orderable.Meta):
        abstract = True

    def clean(self):
        super().clean()
        if bool(self.page) == bool(self.address):
            raise ValidationError(_("Choose a page or fill in a web address: one of the two."))
        if self.address and not self.label:
            raise ValidationError({"label": _("Say what the link is called.")})


class MenuLink(Link):
    navigation = ParentalKey("cms.Navigation", on_delete=models.CASCADE, related_name="menu_links")


class FooterLink(Link):
    navigation = ParentalKey("cms.Navigation", on_delete=models.CASCADE, related_name="footer_links")


@Prepared
def listed_with(field, *, keys):
    """The listed pages with one of these values in a field, with what a link shows; in no order.

    In tree order SQLite would read all pages.
    """
    pages = listed(Page.objects.filter(**{f"{field}__in": keys})).order_by()
    return pages.only("title", "url_path", "path")


@register_setting(icon="list-ul")
class Navigation(BaseSiteSetting, ClusterableModel):
    """The menu and the footer links of the site."""

    panels = [
        InlinePanel("menu_links", heading=_("Menu"), label=_("link"), max_num=8),
        InlinePanel("footer_links", heading=_("Foot of the page"), label=_("link"), max_num=12),
    ]

    class Meta:
        verbose_name = _("menu and footer")

    def visible_links(self) -> list[list[tuple[str, str]]]:
        """The links of menu and footer as two lists of `(label, URL)`.

        Leaves out pages that are not listed, and always adds the statements that the law requires to the footer.
        """
        link_lists = [list(self.menu_links.all()), list(self.footer_links.all())]
        ids = {link.page_id for links in link_lists for link in links if link.page_id}
        # Two queries: for a condition with “or” a database reads all pages.
        pages = [*listed_with("pk", keys=list(ids)), *self.statements()]
        pages_by_key = {page.pk: page for page in sorted(pages, key=lambda page: page.path)}
        menu, footer = [
            [
                (link.label or pages_by_key[link.page_id].title, pages_by_key[link.page_id].get_url())
                if link.page_id
                else (link.label, link.address)
                for link in links
                if not link.page_id or link.page_id in pages_by_key
            ]
            for links in link_lists
        ]
        more = [(page.title, page.get_url()) for key, page in pages_by_key.items() if key not in ids]
        return [menu, footer + more]

    def statements(self):
        """The site's listed statements on privacy and accessibility."""
        models = [model for model in get_page_models() if getattr(model, "is_statement", False)]
        types = [content_type.pk for content_type in ContentType.objects.get_for_models(*models).values()]
        roots = tuple(root.root_path for root in Site.get_site_root_paths() if root.site_id == self.site_id)
        return [page for page in listed_with("content_type", keys=types) if page.url_path.startswith(roots)]


@register_setting(icon="home")
class Publisher(BaseSiteSetting):
    """The publisher of the site, named on every page (Wetboek van economisch recht, art. XII.6)."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=4, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneField(_("phone"))
    enterprise_number = EnterpriseNumberField(_("enterprise number"))
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence,
        default=Licence.MODEL,
        help_text=_("What others may do with the texts of this site, where a page says nothing else."),
    )

    panels = [
        HelpPanel(
            _("This stands at the foot of every page. The law asks for all of it but the phone number.")
        ),
        FieldPanel("name"),
        "street",
        FieldRowPanel(["postal_code", "city"]),
        FieldRowPanel(["email", "phone"]),
        "enterprise_number",
        "licence",
    ]

    class Meta:
        verbose_name = _("publisher")

    @property
    def is_complete(self):
        return all([self.name, self.street, self.postal_code, self.city, self.email, self.enterprise_number])

"""Makes content for tests. Pages are live and complete unless a test says otherwise."""

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.models import (
    CustomDocument,
    CustomImage,
    LegalReference,
    Method,
    Municipality,
    Organisation,
    PageTheme,
    Person,
    PostalCode,
    Region,
    TargetGroup,
    Theme,
)
from home.models import HomePage, StandardPage
from news.models import NewsIndexPage, NewsPage

SOME_TEXT = "<p>Een zin die iets zegt.</p>"


class UserFactory(factory.django.DjangoModelFactory):
    email = factory.Sequence(lambda n: f"collega{n}@voorbeeld.be")
    first_name = "Collega"
    last_name = factory.Sequence(lambda n: f"Nummer {n}")

    class Meta:
        model = get_user_model()


class RegionFactory(factory.django.DjangoModelFactory):
    code = factory.Sequence(lambda n: f"TEST{n:02}")
    name = factory.Sequence(lambda n: f"Streek {n}")
    slug = factory.Sequence(lambda n: f"streek-{n}")
    column, row = 0, 0

    class Meta:
        model = Region


class MunicipalityFactory(factory.django.DjangoModelFactory):
    nis_code = factory.Sequence(lambda n: f"{70000 + n}")
    name = factory.Sequence(lambda n: f"Gemeente {n}")
    slug = factory.Sequence(lambda n: f"gemeente-{n}")

    class Meta:
        model = Municipality
        skip_postgeneration_save = True

    @factory.post_generation
    def codes(self, create, codes, **kwargs):
        PostalCode.objects.bulk_create(PostalCode(municipality=self, code=code) for code in codes or [])


class ThemeFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Thema {n}")
    slug = factory.Sequence(lambda n: f"thema-{n}")

    class Meta:
        model = Theme


class TargetGroupFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Doelgroep {n}")
    slug = factory.Sequence(lambda n: f"doelgroep-{n}")

    class Meta:
        model = TargetGroup


class MethodFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Methode {n}")
    slug = factory.Sequence(lambda n: f"methode-{n}")

    class Meta:
        model = Method
        django_get_or_create = ("slug",)


class OrganisationFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Organisatie {n}")

    class Meta:
        model = Organisation


class LegalReferenceFactory(factory.django.DjangoModelFactory):
    citation = factory.Sequence(lambda n: f"Decreet {n}")

    class Meta:
        model = LegalReference


class PersonFactory(factory.django.DjangoModelFactory):
    first_name = "An"
    last_name = factory.Sequence(lambda n: f"Peeters {n}")
    function = "coördinator"

    class Meta:
        model = Person


class ImageFactory(wagtail_factories.ImageFactory):
    description = "Een groep mensen rond een tafel"
    credit = "Fotograaf"

    class Meta:
        model = CustomImage


class DocumentFactory(wagtail_factories.DocumentFactory):
    class Meta:
        model = CustomDocument


class OurPageFactory(wagtail_factories.PageFactory):
    """A page with what publishing asks of every type: a summary and a theme.

    Give `themes=[…]` for themes of your own; other child rows are set before saving with `rows={"name": [row, …]}`.
    """

    search_description = "Een samenvatting in één zin."

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        themes = kwargs.pop("themes", None)
        rows = kwargs.pop("rows", {})
        page = model_class(**kwargs)
        if themes is None:
            themes = [Theme.objects.first() or ThemeFactory()]
        page.page_themes = [PageTheme(theme=theme) for theme in themes]
        for name, children in rows.items():
            setattr(page, name, children)
        with disable_reference_index_auto_update():
            if parent:
                parent.add_child(instance=page)
            else:
                model_class.add_root(instance=page)
        # Wagtail would do it again for each child row: a quarter of the time of the whole suite.
        for made in [page, *page.get_descendants().specific()]:
            ReferenceIndex.create_or_update_for_object(made)
        return page


class HomePageFactory(OurPageFactory):
    title = "Streekwijzer"
    slug = "home"
    headline = "Welzijn, streek per streek"

    class Meta:
        model = HomePage


class StandardPageFactory(OurPageFactory):
    title = factory.Sequence(lambda n: f"Bladzijde {n}")
    body = [("paragraph", SOME_TEXT)]

    class Meta:
        model = StandardPage


class NewsIndexPageFactory(OurPageFactory):
    title, slug = "Nieuws", "nieuws"

    class Meta:
        model = NewsIndexPage


class NewsPageFactory(OurPageFactory):
    title = factory.Sequence(lambda n: f"Bericht {n}")
    body = [("paragraph", SOME_TEXT)]

    class Meta:
        model = NewsPage


def home_page():
    """The home page of a new site, in place of the page that Wagtail's migrations leave."""
    root = Page.get_first_root_node()
    home = HomePageFactory(parent=root, slug="streekwijzer")
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    return home

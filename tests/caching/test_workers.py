"""Two processes of gunicorn show every change of a third process at once, whether they share their cache or not."""

import pytest

from tests.caching.running import LIST

pytestmark = pytest.mark.django_db  # on each database

# What somebody does, where it shows, what is there from then on, and what no longer.
CHANGES = {
    "publish": ("PracticePageFactory(parent=index, title='Vers')", LIST, ">Vers<", None),
    "edit": (
        "pages['Blijft'].title = 'Anders'; pages['Blijft'].save_revision().publish()",
        LIST,
        ">Anders<",
        None,
    ),
    "unpublish": ("pages['Een'].unpublish()", LIST, None, ">Een<"),
    "delete": ("pages['Twee'].delete()", LIST, None, ">Twee<"),
    "move": ("pages['Vier'].move(other, pos='last-child')", LIST, "/elders/vier/", "/praktijken/vier/"),
    "restrict": (
        "restriction = PageViewRestriction.objects.create(page=pages['Drie'], restriction_type='login')",
        LIST,
        None,
        ">Drie<",
    ),
    "lift the restriction": ("restriction.delete()", LIST, ">Drie<", None),
    "restrict a page that is read": (
        "PageViewRestriction.objects.create(page=pages['Drie'], restriction_type='login')",
        f"{LIST}drie/",
        None,
        ">Drie<",
    ),
    "rename a word": ("theme.name = 'Dak'; theme.save()", LIST, ">Dak<", ">Wonen<"),
    "rename the list": ("index.title = 'Voorbeelden'; index.save()", LIST, ">Voorbeelden<", None),
    "a setting": ("publisher.name = 'Koepel'; publisher.save()", LIST, "Koepel", None),
    "the menu": (
        "navigation.menu_links.add(MenuLink(label='Bij ons', address='https://a.be')); navigation.save()",
        LIST,
        "Bij ons",
        None,
    ),
    "a language": (
        "french.language_code = 'de'; french.save()",
        f"{LIST}blijft/",
        'hreflang="de"',
        'hreflang="fr"',
    ),
    "rename an organisation": (
        "owner = pages['Blijft'].owners.first().organisation; owner.name = 'Vzw Om'; owner.save()",
        f"{LIST}blijft/",
        "Vzw Om",
        None,
    ),
    "feed": ("PracticePageFactory(parent=index, title='Vijf')", f"{LIST}feed.atom", "Vijf", None),
    "API": ("PracticePageFactory(parent=index, title='Zes')", "/api/v1/practices", "Zes", None),
}


def test_a_change_shows_in_both_processes_at_once(site, subtests):
    for change, (code, path, appears, disappears) in CHANGES.items():
        with subtests.test(change):
            assert site.is_kept(path)
            before = site.get(path).text
            assert appears is None or appears not in before
            assert disappears is None or disappears in before

            site.run(code)

            for answer in site.get_many(path):
                assert appears is None or appears in answer.text
                assert disappears is None or disappears not in answer.text


def test_who_leaves_is_gone_in_both_processes_at_midnight(site):
    for path in ("/coordinatoren/", "/api/v1/coordinators"):
        assert site.is_kept(path)
        assert "An " in site.get(path).text

        with site.tomorrow():
            answers = site.get_many(path)

        assert all("An " not in answer.text for answer in answers)

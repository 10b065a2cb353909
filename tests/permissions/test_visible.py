"""Which pages a user may know of: the condition on each page gives what comparing keys and walking the tree give."""

import random
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import Q
from django.test import TestCase
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from cms.permissions import ANY_PAGE_PERMISSION, pages_of, visible_to
from cms.querysets import DEEPEST, listed
from home.models import StandardPage
from platforms.models import CoordinatorPage
from tests.factories import PersonFactory, home_page
from tests.permissions.factories import a_user, put_online

SEEDS = range(3)
PAGES = 40


def random_tree(home, chance):
    """Pages at random places: live or not, restricted or not, some about persons who have left."""
    pages = [home]
    for number in range(PAGES):
        # The last ones are often chosen, so that the tree gets deep; a page about a person holds no pages.
        parent = chance.choice(chance.choice([pages, pages[-3:]]))
        fields = {"title": f"Pagina {number}", "live": False}
        page = new_coordinator(chance, **fields) if chance.random() < 0.25 else StandardPage(**fields)
        if parent.depth == DEEPEST:
            continue
        parent.add_child(instance=page)
        if chance.random() < 0.85:
            put_online(page)
        if isinstance(page, StandardPage):
            pages.append(page)
        if chance.random() < 0.06:
            PageViewRestriction.objects.create(page=page, restriction_type="login")
    # A page that was moved or imported may lie deeper than the site shows.
    Page.objects.filter(pk=pages[-1].pk).update(depth=DEEPEST + 1)


def new_coordinator(chance, **fields):
    days = chance.choice([None, -1, 0, 1])
    until = timezone.localdate() + timedelta(days) if days is not None else None
    return CoordinatorPage(person=PersonFactory(active_until=until), **fields)


def random_groups(chance):
    """Three teams, each with some permissions on some pages, also on pages below each other."""
    pages = list(Page.objects.filter(depth__gt=1))
    for _number in range(3):
        group = Group.objects.create(name=f"Team {Group.objects.count()}")
        for page in chance.sample(pages, 3):
            name = chance.choice([*sorted(ANY_PAGE_PERMISSION), "view", "delete"])
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{name}_page"
            )
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        yield group


def by_keys(user):
    """The definition in words: all listed pages, and those on which the user has any permission."""
    return Q(pk__in=listed(Page.objects.all()).values("pk")) | Q(pk__in=pages_of(user).values("pk"))


def by_walking(user):
    """The same without the database's help: the keys of the visible pages."""
    restricted = set(PageViewRestriction.objects.values_list("page__path", flat=True))
    gone = CoordinatorPage.objects.filter(person__active_until__lt=timezone.localdate())
    hidden = set(gone.values_list("pk", flat=True))
    pages = {page.path: page for page in Page.objects.all()}
    grants = GroupPagePermission.objects.filter(group__in=user.groups.all()) if user.is_active else ()
    counting = {f"{name}_page" for name in ANY_PAGE_PERMISSION}
    roots = {grant.page.path for grant in grants if grant.permission.codename in counting}
    for path, page in pages.items():
        above = {path[: Page.steplen * depth] for depth in range(1, len(path) // Page.steplen + 1)}
        is_open = all(pages[step].live for step in above) and not above & restricted
        is_listed = is_open and page.pk not in hidden and page.depth <= DEEPEST
        if is_listed or above & roots or (user.is_superuser and user.is_active):
            yield page.pk


class VisiblePageTests(TestCase):
    def users(self, chance):
        teams = list(random_groups(chance))
        yield from (a_user(team) for team in teams)
        yield a_user(*teams[:2])
        yield a_user(*teams, is_active=False)
        yield a_user()
        yield a_user(is_superuser=True)
        yield a_user(is_superuser=True, is_active=False)
        yield AnonymousUser()

    def test_on_any_tree_each_user_knows_what_the_definition_says(self):
        home = home_page()
        for seed in SEEDS:
            chance = random.Random(seed)
            random_tree(home, chance)
            for user in self.users(chance):
                with self.subTest(seed=seed, user=str(user)):
                    keys = set(Page.objects.filter(visible_to(user)).values_list("pk", flat=True))

                    self.assertEqual(
                        keys, set(Page.objects.filter(by_keys(user)).values_list("pk", flat=True))
                    )
                    self.assertEqual(keys, set(by_walking(user)))

    def test_combined_negated_and_for_a_page_type_it_stays_the_same(self):
        chance = random.Random(1)
        random_tree(home_page(), chance)
        for user in self.users(chance):
            with self.subTest(user=str(user)):
                definition, condition = by_keys(user), visible_to(user)

                for pages in (CoordinatorPage.objects.all(), StandardPage.objects.order_by("-title")):
                    self.assertEqual(
                        list(pages.filter(condition & Q(live=False))),
                        list(pages.filter(definition & Q(live=False))),
                    )
                visible = Page.objects.filter(condition)
                either = visible.filter(numchild__gt=0) | visible.type(CoordinatorPage)
                expected = Page.objects.filter(definition).filter(
                    Q(numchild__gt=0) | Q(pk__in=CoordinatorPage.objects.values("pk"))
                )
                self.assertCountEqual(either, expected)
                self.assertCountEqual(
                    Page.objects.exclude(pk__in=visible.values("pk")), Page.objects.exclude(definition)
                )

    def test_search_accepts_the_condition(self):
        home = home_page()
        chance = random.Random(2)
        random_tree(home, chance)
        for user in self.users(chance):
            with self.subTest(user=str(user)):
                results = Page.objects.filter(visible_to(user)).autocomplete("pagina")

                expected = Page.objects.filter(by_keys(user), title__startswith="Pagina")
                self.assertEqual({page.pk for page in results}, {page.pk for page in expected})

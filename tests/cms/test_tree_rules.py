"""Which page may stand below which, how many of it, and who may make it: for every type of page, from the models."""

import pytest
from wagtail.models import Page, get_page_models

from cms.permissions import may_create
from tests.factories import UserFactory, home_page
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

HOME, PLATFORM, PLAIN = "home.HomePage", "platforms.PlatformPage", "home.StandardPage"
TEAM, REVIEWER = "the team", "reviewers"

# type of page: (below what it may stand, how many below one parent, who may make it)
RULES = {
    "home.HomePage": ({"wagtailcore.Page"}, 1, REVIEWER),
    "home.StandardPage": ({HOME, PLATFORM, PLAIN}, None, TEAM),
    "home.AccessibilityStatementPage": ({HOME}, 1, TEAM),
    "home.PrivacyStatementPage": ({HOME}, 1, TEAM),
    "platforms.PlatformIndexPage": ({HOME}, 1, REVIEWER),
    "platforms.PlatformPage": ({"platforms.PlatformIndexPage"}, None, REVIEWER),
    "platforms.ActionProgrammePage": ({PLATFORM}, None, TEAM),
    "platforms.CoordinatorIndexPage": ({HOME}, 1, REVIEWER),
    "platforms.CoordinatorPage": ({PLATFORM}, None, TEAM),
    "practices.PracticeIndexPage": ({HOME, PLATFORM}, 1, REVIEWER),
    "practices.PracticePage": ({"practices.PracticeIndexPage"}, None, TEAM),
    "news.NewsIndexPage": ({HOME, PLATFORM}, 1, REVIEWER),
    "news.NewsPage": ({"news.NewsIndexPage"}, None, TEAM),
    "events.EventIndexPage": ({HOME, PLATFORM}, 1, REVIEWER),
    "events.EventPage": ({"events.EventIndexPage"}, None, TEAM),
    "events.TrajectoryPage": ({"events.EventIndexPage"}, None, TEAM),
}
MODELS = {model._meta.label: model for model in get_page_models() if model is not Page}


def test_every_type_of_page_has_its_row():
    assert MODELS.keys() == RULES.keys()


@pytest.mark.parametrize("name", RULES)
def test_a_page_stands_below_these_and_so_many_times(name):
    parents, count, _makers = RULES[name]
    model = MODELS[name]

    assert {parent._meta.label for parent in model.allowed_parent_page_models()} == parents
    assert (model.max_count, model.max_count_per_parent) == (None, count)
    for other, parent in MODELS.items():
        assert (model in parent.allowed_subpage_models()) == (other in parents), other


@pytest.mark.django_db
@pytest.mark.parametrize("name", RULES)
def test_these_people_make_it(name):
    home = home_page()
    platform = a_platform(home, "Westhoek")
    _parents, _count, makers = RULES[name]

    assert may_create(MODELS[name], a_member_of(platform)) == (makers == TEAM)
    assert may_create(MODELS[name], a_reviewer(home))
    assert may_create(MODELS[name], UserFactory(is_superuser=True))


@pytest.mark.django_db
def test_whether_one_more_may_be_made_is_what_wagtail_says():
    home = home_page()
    platform = a_platform(home, "Westhoek")
    root, index = home.get_parent(), platform.get_parent()

    for parent in (root, home, index.specific, platform):
        for name, model in MODELS.items():
            may = model.can_create_at(parent)

            assert may == Page.can_create_at.__func__(model, parent), (name, parent)
    # The first has one; the home page has no list of practices yet, the platform has.
    assert not MODELS[HOME].can_create_at(root)
    assert MODELS["practices.PracticeIndexPage"].can_create_at(home)
    assert not MODELS["practices.PracticeIndexPage"].can_create_at(platform)

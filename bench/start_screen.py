"""The start screen of the admin: what it costs an officer and a reviewer, and each of its panels.

It shows what a busy site has: sixty days of views of every page, drafts, links that lead nowhere, reviews that are due.
"""

import datetime
from statistics import median
from time import process_time

PEOPLE = {"officer": "bench-officer@example.org", "reviewer": "bench-reviewer@example.org"}
DAYS, TIMES = 60, 7
DRAFT_OF, LINK_OF = 10, 20


def fill() -> None:
    """Makes the counts, drafts and broken links where there are none, and adds up what `tick` adds up."""
    from analytics.summing import sum_up
    from cms.models import PageViews
    from periodic_review.upkeep import keep_up

    if not PageViews.objects.exists():
        fill_views()
        fill_drafts()
        fill_links()
    keep_up()
    sum_up()


def fill_views():
    from django.db import connection
    from django.utils import timezone

    insert = (
        "INSERT INTO cms_pageviews (page_id, embed, day, is_year, count)"
        " SELECT id, %s, %s, %s, 1 + id %% 7 FROM wagtailcore_page WHERE id %% %s = 0"
    )
    with connection.cursor() as cursor:
        for number in range(DAYS + 1):
            day = timezone.localdate() - datetime.timedelta(days=number)
            cursor.execute(insert, ["", day, False, 1])
            cursor.execute(insert, [f"stad{number % 20}.example", day, False, 20])
        cursor.execute("ANALYZE")


def fill_drafts():
    """Every tenth page has changes that are not public, of the officer of its section."""
    from wagtail.models import Page

    from practices.models import PracticePage

    officer = user_of("officer")
    for page in PracticePage.objects.filter(pk__in=range(0, 5000, DRAFT_OF)):
        page.save_revision(user=officer, clean=False)
    Page.objects.filter(latest_revision__user=officer).update(owner=officer)


def fill_links():
    from wagtail.models import Page

    from internal_links.models import BrokenLink

    keys = Page.objects.filter(depth__gt=3).values_list("pk", flat=True)
    BrokenLink.objects.bulk_create(
        BrokenLink(page_id=key, kind="page", target="0", words="lees meer", reason="gone")
        for key in keys[::LINK_OF]
    )


def user_of(role):
    """An officer of the first platform, or a reviewer."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from accounts.teams import REVIEWERS
    from platforms.models import PlatformPage

    user, _created = get_user_model().objects.get_or_create(email=PEOPLE[role])
    platform = PlatformPage.objects.exclude(team=None).order_by("path").first()
    user.groups.set([platform.team if role == "officer" else Group.objects.get(name=REVIEWERS)])
    return user


def sessions() -> dict[str, str]:
    """The cookie of an officer and of a reviewer who have just signed in, by role."""
    return {role: session_of(user_of(role)) for role in PEOPLE}


def session_of(user) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def panels_of(user):
    """The panels that this user sees, and the request that they are shown in."""
    from django.test import RequestFactory
    from django.urls import reverse
    from wagtail import hooks

    request = RequestFactory().get(reverse("wagtailadmin_home"))
    request.user, panels = user, []
    for hook in hooks.get_hooks("construct_homepage_panels"):
        hook(request, panels)
    return request, panels


def measure_panels() -> dict[str, dict[str, float]]:
    """The CPU time of each panel in ms, by panel and by role: the median of several times."""
    costs = {}
    for role in PEOPLE:
        user = user_of(role)
        for panel in panels_of(user)[1]:
            costs.setdefault(panel.name, {})[role] = median(cost_of(user, panel.name) for _ in range(TIMES))
    return costs


def cost_of(user, name) -> float:
    """With a user of its own, as each request has: Wagtail keeps the permissions of one."""
    from django.contrib.auth import get_user_model
    from django.middleware.csrf import get_token

    request, panels = panels_of(get_user_model().objects.get(pk=user.pk))
    panel = next(panel for panel in panels if panel.name == name)
    before = process_time()
    panel.render_html({"request": request, "csrf_token": get_token(request)})
    return (process_time() - before) * 1000

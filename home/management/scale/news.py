"""Invented news."""

from datetime import timedelta

from cms.models import PageTheme
from news.models import NewsOrganisation, NewsPage

from .store import Draft
from .words import words
from .world import person_name


def news_item(world, dice, number, today):
    """The news item with this number, with its rows."""
    place = world.place(dice)
    themes, _groups, house = world.fill_words(dice, place)
    page = NewsPage(
        title=dice.write(dice.choice(words.news_titles)),
        search_description=dice.write(dice.choice(words.news_lines[1:4] + words.summaries)),
        publication_date=dice.day(today - timedelta(days=1), 5),
        author=person_name(dice) if dice.chance(50) else "",
    )
    page.first_published_at = dice.moment(page.publication_date)
    parts = [("paragraph", dice.paragraphs(words.news_lines, 1, 3))]
    if dice.chance(40):
        parts += [
            ("heading", dice.choice(words.headings)),
            ("paragraph", dice.paragraphs(words.approaches, 1, 1)),
        ]
    page.body = dice.blocks(*parts)
    rows = [*[PageTheme(theme=theme) for theme in themes], NewsOrganisation(organisation=house)]
    return Draft(place.news, page, rows)

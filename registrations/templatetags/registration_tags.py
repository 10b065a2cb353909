"""The terms of registering, in words."""

from django import template
from django.utils.translation import gettext as _

from fields.formatting import euro
from registrations.forms.people import price_label
from registrations.wording import charges_in_words, moment_in_words, until_in_words

register = template.Library()


@register.simple_tag
def when_in_words(terms) -> str:
    return moment_in_words(terms.begins_at) if terms.begins_at else ""


register.filter("until_in_words", until_in_words)


@register.simple_tag
def price_in_words(terms) -> str:
    prices = terms.prices
    if len(prices) == 1:
        return euro(prices[0].amount) if prices[0].amount else _("Free")
    return "; ".join(price_label(price) for price in prices)


@register.simple_tag
def cancelling_in_words(terms) -> list[str]:
    """What cancelling costs from when on; nothing where there is no price."""
    prices = [price for price in terms.prices if price.amount]
    return charges_in_words(prices[0].amount, terms) if prices and terms.charges else []

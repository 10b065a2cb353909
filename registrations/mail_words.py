"""What each kind of mail says, in sentences: text and HTML are made of the same words.

No mail repeats what somebody typed, so that nobody can send words of his own to a stranger through the form.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from fields.formatting import euro

from . import policy
from .calendar_entry import CANCEL, PUBLISH
from .consents import PRIVACY
from .meetings import meetings_of, place_in_words, when_in_words
from .models import Place, Registration, State
from .seats import places_in_line
from .wording import charges_in_words, until_in_words

# The first mail that somebody gets, and those with what the organiser adds to a confirmation.
FIRST = ("confirmed", "waiting", "received")
WITH_NOTE = ("confirmed", "moved_up", "received", "reminder")


class Words(NamedTuple):
    """A mail: its subject, which with `title` names the event, its heading and sentences, and what else it shows.

    `changes` are lines of `{"label", "old", "new"}`; `method` says whether the calendar gets or loses the meetings;
    `has_note`: with what the organiser adds to a confirmation; `privacy`: for who has not seen the form.
    """

    subject: str
    heading: str
    sentences: list
    changes: list = []
    shows_event: bool = True
    method: str = ""
    link_text: str = ""
    has_note: bool = False
    privacy: str = ""


class Fact(NamedTuple):
    """A fact about the event, as the mail shows it below its sentences."""

    label: str
    lines: list


def words_of(kind, registration, page, terms, **details) -> Words:
    """The words of this kind of mail; `details` are those that its function takes."""
    words = KINDS[kind](registration, terms, **details)
    has_not_seen_form = registration.source != Registration.Source.FORM
    return words._replace(
        subject=" ".join(words.subject.replace("{title}", page.title).split()),
        link_text=words.link_text or _("See, change or cancel"),
        has_note=kind in WITH_NOTE,
        privacy=PRIVACY if has_not_seen_form and kind in FIRST else "",
    )


def confirmed(registration, terms):
    sentences = [by_whom(registration), _("Your place is kept. You don't have to do anything else.")]
    if registration.places.filter(state=Place.State.WAITING).exists():
        sentences.append(_("For a part of it you are on the waiting list: you see it below."))
    return Words(_("You are registered: {title}"), _("You are registered"), filled(sentences), method=PUBLISH)


def waiting(registration, terms):
    position = position_of(registration)
    sentences = [
        by_whom(registration),
        _("All places are taken. You are number %d on the waiting list.") % position if position else "",
        _("Does a place free? Then it is yours by itself, as soon as it is your turn, and we mail you.")
        if terms.moves_up_by_itself
        else _("Does a place free? Then the organiser chooses who gets it, and we mail you."),
        _("As long as you wait you pay nothing, and you can cancel at any time."),
    ]
    return Words(
        _("You are on the waiting list: {title}"), _("You are on the waiting list"), filled(sentences)
    )


def again(registration, terms):
    sentences = [
        _("Somebody filled in the form with your name and address, and you were registered already."),
        _("So nothing has changed. Below you see how it stands, and you have a new link."),
        *state_sentences(registration),
    ]
    return Words(
        _("You were registered already: {title}"), _("You were registered already"), sentences, method=PUBLISH
    )


def moved_up(registration, terms):
    sentences = [_("A place has freed, and it is yours. You don't have to do anything if you come.")]
    if registration.declinable_until:
        until = until_in_words(registration.declinable_until)
        sentences.append(
            _("Can't you come any more? Decline by the link, free of charge %s: then it goes to who is next.")
            % until
        )
    return Words(
        _("You have a place: {title}"),
        _("You have a place"),
        sentences,
        method=PUBLISH,
        link_text=_("See or decline"),
    )


def changed(registration, terms):
    sentences = [
        _("Your registration was changed. This is how it stands now."),
        *state_sentences(registration),
    ]
    return Words(
        _("Your registration was changed: {title}"),
        _("Your registration was changed"),
        sentences,
        method=PUBLISH,
    )


def cancelled(registration, terms):
    sentences = [
        _("You are not expected any more: your place goes to somebody else."),
        cost(registration.charge),
    ]
    return Words(
        _("Cancelled: {title}"),
        _("Your registration is cancelled"),
        sentences,
        shows_event=False,
        method=CANCEL,
        link_text=_("See what we still keep"),
    )


def cost(charge) -> str:
    if not charge:
        return _("It costs you nothing.")
    return _("By the conditions of this event you still pay %s.") % euro(charge)


def handed_over(registration, terms):
    sentences = [
        _("A colleague takes your place, and got a mail about it. Your earlier links don't work any more."),
        _("What you wrote about food and access is erased."),
    ]
    return Words(
        _("You passed on your place: {title}"),
        _("You passed on your place"),
        sentences,
        shows_event=False,
        method=CANCEL,
        link_text=_("See what we still keep"),
    )


def received(registration, terms):
    sentences = [
        _("A colleague can't come, and gave the place to you."),
        *state_sentences(registration),
        _("By the link you fill in what we don't know of you yet. Nobody can agree to that in your place."),
    ]
    return Words(
        _("You take a colleague's place: {title}"),
        _("You take a colleague's place"),
        sentences,
        method=PUBLISH,
    )


def link(registration, terms):
    sentences = [_("You asked for a new link. The earlier ones still work."), *state_sentences(registration)]
    return Words(_("Your link: {title}"), _("Your link"), sentences, method=PUBLISH)


def event_change(registration, terms, change):
    if change.is_cancellation:
        sentences = [_("This does not go on. You don't have to cancel, and you pay nothing for it.")]
        subject, heading = _("Does not go on: {title}"), _("It does not go on")
        method = CANCEL
    else:
        sentences = [_("Below you see what it was, and what it is now.")]
        subject, heading = _("Changed: {title}"), _("Something has changed")
        method = PUBLISH
    if change.moves_day and not change.is_cancellation:
        sentences.append(_("Doesn't it suit you any more? Then cancel by the link, free of charge."))
    return Words(subject, heading, sentences, changes=change.lines, method=method)


def reminder(registration, terms):
    sentences = [
        _("We expect you tomorrow. Below you see where and when, as it is now."),
        _("Can't you come? Then let us know by the link: perhaps somebody else can."),
    ]
    return Words(_("Tomorrow: {title}"), _("Until tomorrow"), sentences, method=PUBLISH)


def erased(registration, terms, charge=None, keeps_invoice=False):
    sentences = [
        _("We erased your data. This is the last mail about it, and your links don't work any more.")
    ]
    if charge is not None:
        sentences.append(_("Your registration is cancelled.") + " " + cost(charge))
    if keeps_invoice:
        sentences.append(_("Only the data of the invoice are kept, for ten years: the law demands that."))
    return Words(_("Your data are erased: {title}"), _("Your data are erased"), sentences, shows_event=False)


def officer(registration, terms, subject, text):
    """What an officer writes to participants: paragraphs with an empty line between them."""
    paragraphs = [paragraph.strip() for paragraph in text.replace("\r\n", "\n").split("\n\n")]
    hello = _("Hello %(name)s,") % {"name": registration.first_name} if registration.first_name else ""
    return Words(subject, subject, filled([hello, *paragraphs]), shows_event=False)


KINDS = {
    kind.__name__: kind
    for kind in (
        confirmed,
        waiting,
        again,
        moved_up,
        changed,
        cancelled,
        handed_over,
        received,
        link,
        event_change,
        reminder,
        erased,
        officer,
    )
}


def filled(sentences) -> list[str]:
    return [sentence for sentence in sentences if sentence]


def by_whom(registration) -> str:
    if registration.source == Registration.Source.COLLEAGUE:
        return _("A colleague registered you. Is that not right? Then cancel by the link.")
    if registration.source == Registration.Source.OFFICER:
        return _("The organiser registered you.")
    return ""


def state_sentences(registration) -> list[str]:
    """Whether there is a place or a place in the line."""
    if registration.state == State.WAITING:
        position = position_of(registration)
        return [_("You are number %d on the waiting list.") % position] if position else []
    return [_("You have a place.")] if registration.is_active else []


def position_of(registration) -> int | None:
    """The best place in a line, from 1; None for who does not wait."""
    places = registration.places.filter(state=Place.State.WAITING)
    lines = [
        places_in_line(registration.page_id, place.part).filter(number__lte=place.number) for place in places
    ]
    return min((line.count() for line in lines), default=None)


def facts_of(registration, page, terms) -> list[Fact]:
    """What, when, where, and what cancelling costs, as it is at this moment."""
    is_paid = registration.price and not terms.is_cancelled
    facts = [
        Fact(_("When"), when(registration, page, terms)),
        Fact(_("Where"), where(registration, page, terms)),
        Fact(_("Your choice"), [place_line(place) for place in places_of(registration)]),
        Fact(_("Price"), [price_line(registration)] if is_paid else []),
        Fact(_("On the invoice"), filled([terms.invoice_note]) if is_paid else []),
        Fact(_("Cancelling"), cancelling(registration, terms)),
    ]
    return [fact for fact in facts if fact.lines]


def when(registration, page, terms) -> list[str]:
    meetings = meetings_of(registration, page)
    if len(meetings) == 1:
        return [when_in_words(meetings[0].begins, meetings[0].ends)]
    if meetings:
        return [f"{each.title}: {when_in_words(each.begins, each.ends)}" for each in meetings]
    return [when_in_words(terms.begins_at) if terms.begins_at else _("to be decided")]


def where(registration, page, terms) -> list[str]:
    """The place of the event, and those of meetings elsewhere."""
    meetings = meetings_of(registration, page)
    elsewhere = [each for each in meetings if each.place and each.place != terms.place]
    lines = [f"{each.title}: {each.place}" if len(meetings) > 1 else each.place for each in elsewhere]
    lines += [f"{each.title}: {each.online}" for each in meetings if each.online]
    if len(elsewhere) < max(len(meetings), 1):
        lines.insert(0, place_in_words(terms.place, terms.place_status) or _("to be decided"))
    return lines


def places_of(registration):
    return registration.places.exclude(state=Place.State.CANCELLED).exclude(label="")


def place_line(place) -> str:
    if place.state == Place.State.WAITING:
        return _("%s (you are on the waiting list)") % place.label
    return place.label


def price_line(registration) -> str:
    label = registration.price_label
    return f"{euro(registration.price)} ({label})" if label else euro(registration.price)


def cancelling(registration, terms) -> list[str]:
    """What cancelling costs and until when; one sentence where it is free, nothing where there is nothing to cancel."""
    if terms.is_cancelled:
        return []
    if registration.state == State.WAITING or not registration.price:
        return [_("Free of charge.")]
    if policy.has_moved_since(registration):
        return [_("The organiser changed the day, so cancelling is free of charge for you.")]
    return charges_in_words(registration.price, terms)

"""The form below the question “Was this useful?”. GET never counts, because programs open links."""

from django.core.exceptions import BadRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import refuse
from cms.form_problems import problems_of
from cms.guard import GuardForm
from cms.limits import RETRY_AFTER, is_one_too_many
from cms.views.personal import personal, see_other

from . import receiving
from .forms import FeedbackForm, VoteGuard
from .models import UsedKey
from .pages import page_of
from .retention import term_in_words

ANSWERS = {"ja": True, "nee": False}
TOO_MUCH = gettext_lazy("A lot was sent in the last hour. Try again in an hour.")


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def give_feedback(request, key):
    """The form; 303 to the thanks, 422 with errors, 429 for too many."""
    page = page_of(request, key)
    if request.method == "POST":
        return receive(request, page)
    thanks_for = request.GET.get("dank")
    return show_form(request, page, FeedbackForm(), GuardForm(), is_thanked=thanks_for in ANSWERS)


def receive(request, page):
    form, guard = FeedbackForm(request.POST), GuardForm(request.POST)
    if is_one_too_many(request, "feedback", receiving.TEXTS) or receiving.is_full(page):
        return ask_to_wait(request, page, form, guard)
    if was_sent_before(guard):
        return see_other(address_of(page, "feedback_thanks"))
    if not (form.is_valid() and guard.is_valid()):
        return show_form(request, page, form, guard)
    receiving.store(page, form.cleaned_data, guard.one_time_key)
    return see_other(address_of(page, "feedback_thanks"))


def ask_to_wait(request, page, form, guard):
    """The form again, with what was typed: 429."""
    response = show_form(request, page, form, guard, problems=[("", TOO_MUCH)])
    response.status_code = 429
    response.headers["Retry-After"] = RETRY_AFTER["Retry-After"]
    return response


def was_sent_before(guard) -> bool:
    return guard.is_valid() and UsedKey.objects.filter(key=guard.one_time_key).exists()


def show_form(request, page, form, guard, is_thanked=False, problems=None):
    problems = problems or [problem for part in (guard, form) for problem in problems_of(part)]
    title = _("Is something not right?")
    context = {
        "feedback_form": form,
        "guard": guard.renewed(),
        "problems": problems,
        "is_thanked": is_thanked,
        "term": term_in_words(),
    }
    return show_page(request, "form", page, title, **context)


@personal
@require_POST
def vote(request, key):
    """Counts yes or no, pressed on the page itself; what a browser says of that no other site can say.

    Who has an older browser confirms it with a button, in a form with a key.
    """
    page = page_of(request, key)
    answer = request.POST.get("nuttig")
    if answer not in ANSWERS:
        raise BadRequest
    if is_one_too_many(request, "vote", receiving.VOTES):
        return too_many(request)
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return count(request, page, answer)
    guard = VoteGuard(request.POST)
    if guard.is_valid():
        return count(request, page, answer, guard.one_time_key)
    return ask_again(request, page, answer, guard)


def count(request, page, answer, key=""):
    if not key or UsedKey.use(key):
        receiving.count_vote(request, page, ANSWERS[answer])
    return see_other(f"{address_of(page)}?dank={answer}")


def ask_again(request, page, answer, guard):
    problems = problems_of(guard) if "g-key" in request.POST else []
    return show_page(
        request,
        "vote",
        page,
        _("Was this useful?"),
        answer=answer,
        guard=guard.renewed(),
        problems=problems,
    )


@personal
@require_safe
def thank(request, key):
    return show_page(request, "thanks", page_of(request, key), _("Thank you"))


def address_of(page, name="feedback") -> str:
    return reverse(name, args=[page.translation_key])


def show_page(request, template, page, title, problems=(), **context):
    """A page of its own below `page`, which search engines leave alone; 422 with problems."""
    head = {"title": _("Error: %s") % title if problems else title, "is_noindex": True}
    context |= {"page": page, "head": head, "here": title, "problems": problems}
    return TemplateResponse(request, f"feedback/{template}.html", context, status=422 if problems else 200)


def too_many(request):
    return refuse(request, 429, _("Too many attempts"), TOO_MUCH, RETRY_AFTER)

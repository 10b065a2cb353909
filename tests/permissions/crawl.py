"""Every address of the admin and of the write API, with numbers filled in."""

import html
import re
from functools import cache
from itertools import product
from urllib.parse import urlsplit

from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.settings.registry import registry as setting_registry
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowState
from wagtail.snippets.models import get_snippet_models

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")
ADDRESS = re.compile(r"""["'(](/(?:admin|api)/[^"'()\s<>\\]*)""")
ANOTHER_SESSION = ("/admin/logout/", "/admin/login/")
# What lists, reports and choosers can be asked.
QUERIES = [
    "?q=zwijgplicht&search_all=1",
    "?q=openbaar",
    "?page_type=events.trajectorypage",
    "?multiple=1&page_type=platforms.coordinatorpage,news.newspage",
    "?layout=list",
    "?ordering=-latest_revision_created_at",
    "?state=draft",
    "?state=review",
    "?state=scheduled",
    "?export=csv",
    "?label=zwijgplicht",
    "?term=zwijg",
    "?search=zwijgplicht",
    "?child_of=root&limit=20",
    "?order=-title&rich_text_format=html",
    "?type=news.NewsPage&search=zwijgplicht",
    "?email=&show_phone=false",
]
LISTS = re.compile(
    r"^/(?:admin/(?:pages/(?:$|search)|choose-page|tag-autocomplete/(?:$|cms/keyword)|reports|news/|practices/"
    r"|images/(?:$|results|chooser)|documents/(?:$|results|chooser)|snippets/(?:choose/)?cms/person/(?:$|results)"
    r"|api/main)|api/cms/(?:pages|images|documents|redirects|snippets/[\w.]+)/$)"
)


BULK_PAGES = [
    f"/admin/bulk/wagtailcore/page/{action}/" for action in ("delete", "move", "publish", "unpublish")
]


def routes(patterns=None, prefix="/"):
    """All routes of the site as text, with their parameters."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + re.sub(r"^\^|\$$", "", str(pattern.pattern)).replace(r"\.", ".")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route.replace("^", ""))
        else:
            yield route


@cache
def concrete_routes():
    """Every route once; one for any model or action is given for each of those that are registered."""
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")  # finds them all
    choices = {
        "/bulk/<str:app_label>/<str:model_name>/<str:action>/": [
            f"/bulk/{app}/{model}/{action}/"
            for app, models in bulk_action_registry.actions.items()
            for model, actions in models.items()
            for action in actions
        ],
        "/settings/<slug:app_name>/<slug:model_name>/": [
            f"/settings/{model._meta.label_lower.replace('.', '/')}/" for model in setting_registry
        ],
        "/snippets/<type>/": [f"/snippets/{model._meta.label}/" for model in get_snippet_models()],
        "/action/<str:action_name>/": [f"/action/{name}/" for name in PagesAdminAPIViewSet.actions],
    }
    result = dict.fromkeys(routes())
    for generic, parts in choices.items():
        result = {
            route.replace(generic, part): None
            for route in result
            for part in (parts if generic in route else [generic])
        }
    return list(result)


def addresses(route, things):
    """The route's addresses, one for each of the things (with their `parameters`) that fit it."""
    names = [first or second for first, second in PARAMETER.findall(route)]
    if "(" in PARAMETER.sub("", route) or ".*" in route:
        return
    if not names:
        yield route
    for thing, values in things:
        if names and fits(route, thing) and all(name in values for name in names):
            for chosen in product(*(values[name] for name in names)):
                values = iter(chosen)
                yield PARAMETER.sub(lambda _match, values=values: str(next(values)), route)


def fits(route, thing):
    """Whether the route may be about this thing."""
    if isinstance(thing, Page):
        return any(word in route for word in ("page", "/bulk/", "editing-sessions", "workflows"))
    model = thing._meta.model_name
    return bool(re.search(rf"/(?:{model}|{model.removeprefix('custom')})s?/|/<", route))


def parameters(thing):
    """What may stand for each parameter when a route is about this thing."""
    label = thing._meta
    kind = label.model_name.removeprefix("custom")
    keys = (
        "pk",
        f"{kind}_id",
        f"{kind[:3]}_id",
        "redirect_id",
        "site_id",
        "uploaded_file_id",
        "collection_id",
        "object_id",
    )
    return {
        "app_label": [label.app_label],
        "app_name": [label.app_label],
        "content_type_app_name": [label.app_label],
        "model_name": [label.model_name],
        "content_type_model_name": [label.model_name],
        "type": [label.label],
        "type_name": [label.label],
        "session_id": [1],
        "action": ["delete", "add_tags", "add_to_collection"],
        "revision_id": [1],
        "filter_spec": ["max-165x165"],
        **{name: [thing.pk] for name in keys},
        **(page_parameters(thing) if isinstance(thing, Page) else {}),
    }


def page_parameters(page):
    state = WorkflowState.objects.filter(object_id=str(page.pk)).first()
    return {
        **{name: [page.pk] for name in ("page_id", "parent_page_id", "page_to_move_id", "page_pk")},
        "destination_id": [page.get_parent().pk, page.pk],
        "revision_id": [page.latest_revision_id or 999],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "action_name": ["approve", "copy", "publish"],
        "action": ["delete", "move", "publish", "unpublish"],
        "task_id": [Task.objects.first().pk],
        "workflow_pk": [Workflow.objects.first().pk],
        "task_state_id": [getattr(TaskState.objects.filter(workflow_state=state).first(), "pk", 1)],
        "workflow_state_id": [state.pk if state else 1],
    }


def queries(address, keys):
    """The address again, with everything it can be asked."""
    if "chosen-multiple" in address:
        yield from (f"{address}?id={key}" for key in keys)
    elif "/bulk/" in address:
        yield f"{address}?id=all"
        yield address + "?" + "&".join(f"id={key}" for key in keys)
    elif LISTS.match(address) and not re.search(r"\d/", address):
        yield from (address + query for query in QUERIES)


def links(response):
    """The addresses of admin and API in an answer, without fragments."""
    hrefs = {html.unescape(address) for address in ADDRESS.findall(body_of(response))}
    hrefs |= {response["Location"]} if response.has_header("Location") else set()
    return {
        urlsplit(address)._replace(fragment="", scheme="", netloc="").geturl()
        for address in hrefs
        if not address.startswith(ANOTHER_SESSION) and "${" not in address and "__" not in address
    }


def body_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.streaming_content = [content] if response.streaming else None
    return content.decode(errors="ignore")

"""The places whose figures are summed up: branches of the trees of pages and of collections, and the whole site.

Not the platforms: what somebody sees follows from the permissions, wherever in a tree they are given.
"""

from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from cms.permissions import section_paths_of

PAGES, FILES, SEARCHES = "pages", "files", "searches"
# Who only may choose a file of a collection does not keep it.
KEEPS = ("add", "change")


def place(kind, path="") -> str:
    return f"{kind}:{path}"


def kind_and_path(name) -> list[str]:
    return name.split(":", 1)


def outermost(paths) -> list[str]:
    """The paths without those below another one of them: nothing counts twice."""
    kept = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def page_paths(user) -> list[str]:
    return outermost(section_paths_of(user))


def file_paths(user) -> list[str]:
    """The collections whose documents this user keeps."""
    policy = policy_registry.get_by_type(get_document_model())
    collections = policy.collections_user_has_any_permission_for(user, KEEPS)
    return outermost(collections.values_list("path", flat=True))


def all_places() -> set[str]:
    """Every place in which some group has a permission, and the roots, which are those of superusers."""
    files = GroupCollectionPermission.objects.filter(
        permission__codename__in=[f"{action}_document" for action in KEEPS]
    )
    pages = GroupPagePermission.objects.values_list("page__path", flat=True)
    return {
        place(SEARCHES),
        place(PAGES, Page.get_first_root_node().path),
        place(FILES, Collection.get_first_root_node().path),
        *(place(PAGES, path) for path in pages.distinct()),
        *(place(FILES, path) for path in files.values_list("collection__path", flat=True).distinct()),
    }

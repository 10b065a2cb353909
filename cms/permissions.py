"""Who may do what with a page. Permissions follow the tree; two things do not follow from the tree alone."""

from wagtail.models import PagePermissionTester


class SectionPermissionTester(PagePermissionTester):
    """Wagtail's rules, less two: a team deletes nothing, and leaves its section's own pages where they are.

    Deleting (and moving, which Wagtail treats alike) asks for the `bulk_delete` permission, which reviewers have.
    A section's own pages (platform, indexes) may be moved, copied, unpublished, hidden or renamed only by who
    may publish on the level above them.
    """

    def can_manage_place(self):
        """May this user change the place, address or state of the page?"""
        if self.user.is_superuser or not getattr(self.page, "is_section_page", False):
            return True
        parent = self.page.get_parent()
        return parent is None or "publish" in parent.permissions_for_user(self.user).permissions

    def can_delete(self, ignore_bulk=False):
        allowed = self.user.is_superuser or "bulk_delete" in getattr(self, "permissions", ())
        return allowed and self.can_manage_place() and super().can_delete(ignore_bulk)

    def can_unpublish(self):
        return self.can_manage_place() and super().can_unpublish()

    def can_set_view_restrictions(self):
        return self.can_manage_place() and super().can_set_view_restrictions()

    def can_copy(self):
        return self.can_manage_place() and super().can_copy()

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's app for users, groups and API tokens, with our views."""

    user_viewset = "accounts.account.SectionUserViewSet"
    group_viewset = "accounts.groups.RecordedGroupViewSet"

    def ready(self):
        """Replaces the list of tokens, for which Wagtail 8.0 has no setting."""
        super().ready()
        from wagtail.users.views.api_tokens import APITokenViewSet

        from . import changes, limits, second_factor, sessions
        from .tokens import TokenIndexView

        APITokenViewSet.index_view_class = TokenIndexView
        changes.connect()
        limits.connect()
        second_factor.connect()
        sessions.connect()

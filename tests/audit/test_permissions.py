"""Who may do or see what: each change is in the audit log, with who made it."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import APIToken, Collection, GroupPagePermission, PageViewRestriction

from accounts.second_factor import remove_second_factor
from audit.models import AuditEntry
from tests.audit.cases import AuditTestCase, acts, last
from tests.factories import UserFactory
from tests.permissions.factories import PASSWORD


class AccountTests(AuditTestCase):
    def save(self, user, **fields):
        data = {
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "is_active": "on",
            "groups": [self.team.pk],
            "own_password": PASSWORD,
        }
        address = reverse("wagtailusers_users:edit", args=[user.pk])
        return self.client.post(address, {**data, **fields})

    def test_a_new_account_and_its_teams(self):
        data = {"email": "nieuw@voorbeeld.be", "first_name": "N", "last_name": "M", "groups": [self.team.pk]}
        self.client.post(reverse("wagtailusers_users:add"), data)

        self.assertEqual(acts(), ["account_added", "permissions_changed"])
        row = last()
        self.assertEqual(
            (row.user_key, row.door, row.object_name), (self.chief.pk, "admin", "nieuw@voorbeeld.be")
        )
        self.assertEqual(row.detail, {"added": [self.team.name]})

    def test_another_address_team_and_power(self):
        self.save(self.member, email="ander@voorbeeld.be", groups=[], is_superuser="on")

        changed, team = AuditEntry.objects.order_by("pk")
        self.assertEqual(changed.action, "account_changed")
        self.assertEqual(changed.detail, {"changed": ["email", "is_superuser"], "is_superuser": True})
        self.assertEqual(team.detail, {"removed": [self.team.name]})
        self.assertEqual({row.object_key for row in (changed, team)}, {str(self.member.pk)})

    def test_saving_without_a_change_is_no_act(self):
        self.save(self.member)

        self.assertEqual(acts(), [])

    def test_own_password(self):
        new = "nog een goed wachtwoord"
        data = {
            "password-old_password": PASSWORD,
            "password-new_password1": new,
            "password-new_password2": new,
        }
        profile = {"first_name": "A", "last_name": "B", "email": self.chief.email}
        data |= {f"name_email-{name}": value for name, value in profile.items()}
        data |= {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
        APIToken.create_token(user=self.chief, name="oud")
        self.client.post(reverse("wagtailadmin_account"), data)

        self.assertEqual(last(action="account_changed").detail["changed"], ["password"])
        self.assertEqual(acts(kind="permission"), ["token_added", "account_changed", "token_revoked"])

    def test_bulk_actions_on_accounts(self):
        others = [self.member, UserFactory()]
        AuditEntry.objects.all()._raw_delete("default")
        query = "&".join(f"id={user.pk}" for user in others)
        for action, data in [
            ("set_active_state", {"mark_as_active": "False"}),
            ("assign_role", {"role": self.team.pk}),
            ("delete", {}),
        ]:
            self.client.post(f"/admin/bulk/cms/user/{action}/?{query}&next=/admin/", data)

        self.assertEqual(acts(action="account_changed"), ["account_changed"] * 2)
        self.assertEqual(last(action="permissions_changed").object_key, str(others[1].pk))
        removed = AuditEntry.objects.filter(action="account_removed")
        self.assertEqual({row.object_name for row in removed}, {user.email for user in others})

    def test_a_command_is_a_door_and_nobody(self):
        call_command("createsuperuser", email="extra@voorbeeld.be", interactive=False, verbosity=0)

        row = last()
        self.assertEqual((row.action, row.door, row.user_key), ("account_added", "command", None))
        self.assertEqual(row.detail, {"is_superuser": True})


class GroupTests(AuditTestCase):
    def save(self, address, name, **fields):
        panels = ("page", "collection", "image", "document")
        names = [f"{panel}_permissions-{key}" for panel in panels for key in ("TOTAL_FORMS", "INITIAL_FORMS")]
        data = dict.fromkeys(names, 0)
        return self.client.post(address, {"name": name, **data, **fields})

    def test_a_group_with_a_right_on_pages_and_a_general_one(self):
        access = Permission.objects.get(codename="access_admin")
        fields = {
            "permissions": [access.pk],
            "page_permissions-TOTAL_FORMS": 1,
            "page_permissions-0-page": self.news.pk,
            "page_permissions-0-permissions": ["publish_page"],
        }
        response = self.save(reverse("wagtailusers_groups:add"), "Schrijvers", **fields)

        self.assertEqual(response.status_code, 302)
        details = [row.detail for row in AuditEntry.objects.filter(object_name="Schrijvers").order_by("pk")]
        self.assertEqual(
            details,
            [
                {},
                {"added": ["wagtailadmin.access_admin"]},
                {"added": ["wagtailcore.publish_page"], "page": self.news.pk},
            ],
        )
        self.assertEqual({row.user_key for row in AuditEntry.objects.all()}, {self.chief.pk})

    def test_taking_all_rights_away(self):
        rights = GroupPagePermission.objects.filter(group=self.team).count()
        self.save(reverse("wagtailusers_groups:edit", args=[self.team.pk]), "Anders")

        self.assertEqual(acts(action="group_changed"), ["group_changed"])
        on_pages = AuditEntry.objects.filter(detail__page=self.platform.pk)
        self.assertEqual((on_pages.count(), rights), (3, 3))
        self.assertTrue(all("removed" in row.detail for row in on_pages))

    def test_a_removed_group_names_its_members(self):
        self.client.post(reverse("wagtailusers_groups:delete", args=[self.team.pk]))

        row = AuditEntry.objects.get(action="group_removed")
        self.assertEqual((row.object_name, row.detail), (self.team.name, {"members": [self.member.pk]}))

    def test_a_platform_that_is_deleted_takes_its_team_along(self):
        PageViewRestriction.objects.create(page=self.platform, restriction_type="login")
        self.client.post(reverse("wagtailadmin_pages:delete", args=[self.platform.pk]))

        self.assertEqual(last(action="group_removed").object_name, self.team.name)
        self.assertEqual(last(action="restriction_lifted").object_key, str(self.platform.pk))

    def test_members_that_are_added_or_taken_out_on_the_other_side(self):
        group = Group.objects.create(name="Nieuw")
        group.user_set.add(self.member)
        group.user_set.clear()
        self.member.user_permissions.add(Permission.objects.get(codename="access_admin"))

        rows = AuditEntry.objects.filter(object_key=str(self.member.pk), object_type="cms.user").order_by(
            "pk"
        )
        self.assertEqual(
            [row.detail for row in rows],
            [{"added": ["Nieuw"]}, {"removed": ["Nieuw"]}, {"added": ["wagtailadmin.access_admin"]}],
        )


class RestrictionTests(AuditTestCase):
    def restrict(self, kind, **fields):
        address = reverse("wagtailadmin_pages:set_privacy", args=[self.news.pk])
        return self.client.post(address, {"restriction_type": kind, "password": "", **fields})

    def test_who_may_see_a_page(self):
        self.restrict("groups", groups=[self.team.pk])
        self.restrict("none")

        restricted, groups, *_cleared, lifted = AuditEntry.objects.order_by("pk")
        self.assertEqual([restricted.action, lifted.action], ["restricted", "restriction_lifted"])
        self.assertEqual(
            (restricted.object_key, restricted.detail), (str(self.news.pk), {"restriction": "groups"})
        )
        self.assertEqual(groups.detail, {"added": [self.team.name]})

    def test_the_password_of_a_page_is_not_in_it(self):
        self.restrict("password", password="kanarie-91")

        self.assertTrue(PageViewRestriction.objects.filter(password="kanarie-91").exists())
        self.assertNotIn("kanarie", str(list(AuditEntry.objects.values())))

    def test_who_may_see_a_collection(self):
        collection = Collection.get_first_root_node().add_child(name="Besloten")
        address = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
        self.client.post(address, {"restriction_type": "login", "password": "", "groups": []})

        self.assertEqual((last().action, last().object_type), ("restricted", "wagtailcore.collection"))


class TokenTests(AuditTestCase):
    def test_a_token_and_its_end(self):
        self.client.post(reverse("wagtailusers_api_tokens:add"), {"name": "kanarie", "user": self.chief.pk})
        token = APIToken.objects.get()
        self.client.post(reverse("wagtailusers_api_tokens:delete", args=[token.pk]))

        self.assertEqual(acts(), ["token_added", "token_revoked"])
        self.assertEqual(
            (last().object_key, last().detail),
            (str(token.pk), {"changed": ["revoked_at"], "account": self.chief.pk}),
        )
        self.assertNotIn("kanarie", str(list(AuditEntry.objects.values())))


class SecondFactorTests(AuditTestCase):
    def test_one_that_is_added_or_lost(self):
        Authenticator.objects.create(user=self.member, type="totp", data={})
        remove_second_factor(self.member)

        self.assertEqual(acts(), ["factor_added", "factor_removed"])
        self.assertEqual((last().object_key, last().detail), (str(self.member.pk), {"factor": "totp"}))

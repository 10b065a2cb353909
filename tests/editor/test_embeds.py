"""Nothing that an editor types makes the server fetch an address."""

from unittest import mock

from django.urls import reverse
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException

from tests.cases import SiteTestCase
from tests.permissions.factories import a_user

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


class EmbedTests(SiteTestCase):
    def test_wagtail_s_form_for_embeds_is_closed_to_everybody(self):
        self.client.force_login(a_user(is_superuser=True))
        with mock.patch("requests.sessions.Session.request") as request:
            shown = self.client.get(reverse("wagtailembeds:chooser"))
            sent = self.client.post(reverse("wagtailembeds:chooser_upload"), {"embed-chooser-url": VIDEO})

        self.assertEqual((shown.status_code, sent.status_code), (404, 404))
        request.assert_not_called()

    def test_no_other_way_asks_a_provider(self):
        with (
            mock.patch("requests.sessions.Session.request") as request,
            self.assertRaises(EmbedUnsupportedProviderException),
        ):
            get_embed(VIDEO)

        request.assert_not_called()

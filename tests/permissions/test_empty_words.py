"""An empty vocabulary is no dead end: whoever may not add to it reads whom to ask."""

from django.urls import reverse

from cms.models import TargetGroup
from tests.permissions.cases import TwoTeamsCase

ASK = "alleen de eindredactie mag er iets aan toevoegen"
MAKE = "Maak het eerste"


class EmptyVocabularyTests(TwoTeamsCase):
    def choose(self, user):
        TargetGroup.objects.all().delete()
        self.client.force_login(user)
        return self.client.get(reverse("wagtailsnippetchoosers_cms_targetgroup:choose_results"))

    def test_a_team_reads_whom_to_ask(self):
        response = self.choose(self.us)

        self.assertContains(response, ASK)
        self.assertNotContains(response, MAKE)

    def test_who_may_add_is_offered_to(self):
        self.us.is_superuser = True
        self.us.save()

        response = self.choose(self.us)

        self.assertContains(response, MAKE)
        self.assertNotContains(response, ASK)

"""Words of readers are forgotten in time, at once for who is erased, and again after a restore."""

import datetime

from django.apps import apps
from django.test import SimpleTestCase, override_settings
from django.utils import timezone, translation

from cms import erasure_log
from cms.processing import name_of
from cms.signals.definitions import restored
from feedback import retention
from feedback.models import Feedback, UsedKey
from feedback.processing import describe
from home.management import statements
from operations.erasing import erase_person
from tests.factories import PersonFactory
from tests.feedback.cases import FeedbackCase, some_feedback


def days_ago(number):
    return timezone.now() - datetime.timedelta(days=number)


class TermTests(FeedbackCase):
    @override_settings(FEEDBACK_DAYS=100)
    def test_words_and_keys_go_after_their_term(self):
        some_feedback(self.page, created_at=days_ago(101))
        young = some_feedback(self.page, created_at=days_ago(99))
        UsedKey.objects.create(key="oud", at=days_ago(2))

        retention.forget_due()

        self.assertEqual(list(Feedback.objects.all()), [young])
        self.assertFalse(UsedKey.objects.exists())

    def test_spam_goes_sooner(self):
        for days in (29, 31):
            some_feedback(self.page, state=Feedback.State.SPAM, created_at=days_ago(days))

        retention.forget_due()

        self.assertEqual(Feedback.objects.count(), 1)

    def test_all_of_a_page_goes_with_the_page(self):
        some_feedback(self.page)

        self.page.delete()

        self.assertFalse(Feedback.objects.exists())


class ErasingTests(FeedbackCase):
    def test_who_is_erased_is_in_no_words_of_readers_any_more(self):
        person = PersonFactory(first_name="Zwaluwina", last_name="Kwikstaart", email="zwaluw@voorbeeld.be")
        some_feedback(self.page, "Zwaluwina Kwikstaart werkt hier niet meer.")
        some_feedback(self.page, "Mail naar ZWALUW@voorbeeld.be komt terug.")
        some_feedback(self.page, "Ik ben het zelf.", email="Zwaluw@voorbeeld.be")
        other = some_feedback(self.page, "De zwaluwen zijn terug.")

        erase_person(person)

        self.assertEqual(list(Feedback.objects.all()), [other])

    def test_a_restore_deletes_again_what_was_deleted(self):
        since, feedback = timezone.now(), some_feedback(self.page)
        erasure_log.record(feedback.pk, "feedback")

        restored.send(sender=None, since=since, logs=[self.log_file])

        self.assertFalse(Feedback.objects.exists())


class RegisterTests(SimpleTestCase):
    def test_the_register_of_processing_says_all_that_article_30_asks_with_the_term_of_the_operator(self):
        with override_settings(FEEDBACK_DAYS=77), translation.override("nl"):
            activity = describe()

        for label, texts in activity.rows:
            self.assertTrue(texts and all(texts), label)
        self.assertIn("77 dagen", " ".join(activity.term))
        self.assertIn("wat iemand schreef", " ".join(activity.data).casefold())

    def test_every_field_has_a_term(self):
        with translation.override("nl"):
            for model in apps.get_app_config("feedback").get_models():
                fields = {field.name for field in model._meta.concrete_fields} - {"id"}
                self.assertEqual(set(model.retention), fields, model.__name__)
                for name in fields:
                    self.assertNotIn("_", name_of(model, name))

    @override_settings(FEEDBACK_DAYS=77)
    def test_the_privacy_statement_of_a_new_site_says_it(self):
        with translation.override("nl"):
            terms = [str(values["kept"]) for _kind, values in statements.processings()]

        self.assertIn("77 dagen nadat je het schreef", terms)

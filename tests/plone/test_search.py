"""`@search` and `@querystring-search`: filters, sorting and batches."""

import datetime
import json
from unittest.mock import patch
from urllib.parse import quote, urlencode

from django.utils import timezone

from news.models import NewsPage
from tests.factories import NewsPageFactory, PersonFactory, StandardPageFactory, ThemeFactory

from .cases import DialectCase

OPERATION = "plone.app.querystring.operation."


def criterion(index, operator, value=None):
    return {"i": index, "o": OPERATION + operator, "v": value}


class SearchCase(DialectCase):
    def setUp(self):
        NewsPage.objects.filter(pk=self.first.pk).update(first_published_at="2026-01-05T10:00:00Z")
        NewsPage.objects.filter(pk=self.second.pk).update(first_published_at="2026-03-05T10:00:00Z")

    def search_titles(self, query, path="@search"):
        return self.get_titles(path, f"?{query}")


class SearchTests(SearchCase):
    def test_finds_words_in_any_of_their_forms_the_best_first(self):
        StandardPageFactory(parent=self.about, title="Iets", body=[("paragraph", "<p>Ook een bericht.</p>")])

        titles = self.search_titles("SearchableText=berichten*")

        self.assertEqual(set(titles[:2]), {"Eerste bericht", "Tweede bericht"})
        self.assertEqual(titles[2:], ["Iets"])

    def test_text_without_words_matches_nothing(self):
        for text in ("", "%20", "%22", "...", "zzzonzin"):
            self.assertEqual(self.search_titles(f"SearchableText={text}"), [])

    def test_filters(self):
        both = ["Eerste bericht", "Tweede bericht"]
        uid = self.first.translation_key.hex
        for query, expected in {
            "portal_type=News%20Item": both,
            "portal_type:list=News%20Item&portal_type:list=Document": [*both, "Over ons", "Onze ploeg"],
            "portal_type=Unknown": [],
            "Subject=Wonen": ["Eerste bericht"],
            "Subject:list=Wonen&Subject:list=Onbekend": ["Eerste bericht"],
            "Subject=Wonen&Subject=Onbekend&Subject.operator=and": [],
            "review_state=published&portal_type=News%20Item": both,
            "review_state=private": [],
            "path=/nieuws": ["Nieuws", *both],
            "path.query=/nieuws&path.depth=1": both,
            "path=/nieuws&path.depth=0": ["Nieuws"],
            "path=http://testserver/nieuws&path.depth=1": both,
            "path=/nergens": [],
            "Title=eerste": ["Eerste bericht"],
            "id=eerste": ["Eerste bericht"],
            f"UID={uid}": ["Eerste bericht"],
            "UID=onzin": [],
            "is_folderish=0&path=/over-ons": [],
            "effective.query=2026-02-01&effective.range=min&portal_type=News%20Item": ["Tweede bericht"],
            "effective.query=2026-02-01&effective.range=max": ["Eerste bericht"],
            "effective.query:list=2026-01-01&effective.query:list=2026-01-05&effective.range=minmax": [
                "Eerste bericht"
            ],
            "effective=2026-03-05": ["Tweede bericht"],
            "utm_source=brief&portal_type=News%20Item": both,
        }.items():
            with self.subTest(query):
                self.assertEqual(self.search_titles(query), expected)

    def test_searches_below_the_page_of_the_request(self):
        self.assertEqual(self.search_titles("", "over-ons/@search"), ["Over ons", "Onze ploeg"])
        self.assertEqual(self.search_titles("path.depth=1", "over-ons/@search"), ["Onze ploeg"])
        self.assertEqual(self.search_titles("path=/nieuws", "over-ons/@search"), [])

    def test_sorts(self):
        news = "portal_type=News%20Item"
        for query, expected in {
            "sort_on=effective": ["Eerste bericht", "Tweede bericht"],
            "sort_on=effective&sort_order=descending": ["Tweede bericht", "Eerste bericht"],
            "sort_on=sortable_title&sort_order=reverse": ["Tweede bericht", "Eerste bericht"],
            "sort_on=getObjPositionInParent": ["Eerste bericht", "Tweede bericht"],
            "sort_on=id": ["Eerste bericht", "Tweede bericht"],
            "sort_on=effective&sort_limit=1": ["Eerste bericht"],
        }.items():
            with self.subTest(query):
                self.assertEqual(self.search_titles(f"{news}&{query}"), expected)

    def test_every_sortable_index_can_be_sorted_on(self):
        names = self.get_json("@querystring")["sortable_indexes"]

        self.assertIn("start", names)
        for name in names:
            for user in (None, self.member):
                self.get_json("@search", f"?sort_on={name}&sort_order=descending", user)

    def test_events_are_found_by_their_days(self):
        event = self.make("events", title="Volgende maand")
        day = event.first_day

        self.assertEqual(self.search_titles(f"start={day}"), ["Volgende maand"])
        self.assertEqual(self.search_titles(f"end.query={day + datetime.timedelta(1)}&end.range=min"), [])

    def test_only_allowed_metadata_fields_are_added(self):
        (item,) = self.get_json(
            "@search", "?id=eerste&metadata_fields=UID&metadata_fields=email&metadata_fields=Subject"
        )["items"]

        self.assertEqual(item["UID"], self.first.translation_key.hex)
        self.assertEqual(item["Subject"], ["Wonen"])
        self.assertNotIn("email", item)

    def test_all_metadata_include_no_private_fields(self):
        person = PersonFactory(email="geheim@example.org", show_email=False)
        self.make("practices", title="Met iemand", rows={})

        (item,) = self.get_json("@search", "?id=eerste&metadata_fields=_all")["items"]

        self.assertEqual(item["getPath"], "/nieuws/eerste")
        self.assertEqual(item["expires"], "2499-12-31T00:00:00+00:00")
        self.assertNotIn(person.email, json.dumps(item))

    def test_fullobjects_serializes_results_in_full(self):
        (item,) = self.get_json("@search", "?id=eerste&fullobjects=1")["items"]

        self.assertEqual(item["text"]["encoding"], "utf-8")
        self.assertEqual(item["@components"]["breadcrumbs"], {"@id": f"{item['@id']}/@breadcrumbs"})


class BatchTests(SearchCase):
    def test_batches_lead_through_everything(self):
        for number in range(7):
            NewsPageFactory(parent=self.news, title=f"Meer {number}")
        address, titles = "/++api++/@search?portal_type:list=News%20Item&b_size=4&sort_on=sortable_title", []
        while address:
            payload = self.client.get(address).json()
            titles += [item["title"] for item in payload["items"]]
            self.assertEqual(payload["items_total"], 9)
            self.assertIn("b_start=8", payload["batching"]["last"])
            address = payload["batching"].get("next", "").removeprefix("http://testserver")

        self.assertEqual(len(titles), 9)
        self.assertEqual(titles, sorted(titles))
        self.assertIn("b_start=4", payload["batching"]["prev"])

    def test_batch_size_is_limited_and_validated(self):
        query = "?" + urlencode({"b_size": 5000})

        self.assertEqual(
            len(self.get_json("@search", query)["items"]), self.get_json("@search", query)["items_total"]
        )
        self.assert_error(self.request("@search", "?b_size=-1"), 400)

    def test_above_the_limit_one_gets_as_many_and_is_told_how_many_there_are(self):
        with patch("plone.results.MOST_SUMMARIES", 3), patch("plone.results.MOST_IN_FULL", 2):
            summaries = self.get_json("@search", "?b_size=1000")
            in_full = self.get_json("@search", "?b_size=1000&fullobjects=1")

        self.assertEqual((len(summaries["items"]), len(in_full["items"])), (3, 2))
        for payload in (summaries, in_full):
            self.assertGreater(payload["items_total"], 3)
            self.assertIn("next", payload["batching"])

    def test_a_folder_gives_more_than_a_hundred_pages_at_once(self):
        for number in range(101):
            StandardPageFactory(parent=self.below, title=f"Blad {number}")

        payload = self.get_json("over-ons/ploeg", "?b_size=1000")

        self.assertEqual((len(payload["items"]), payload["items_total"]), (101, 101))
        self.assertNotIn("batching", payload)

    def test_a_batch_past_the_end_is_empty(self):
        payload = self.get_json("@search", "?b_start=9000")

        self.assertEqual(payload["items"], [])

    def test_children_of_a_folder_are_batched_too(self):
        payload = self.get_json("nieuws", "?b_size=1&b_start=1")

        self.assertEqual([item["title"] for item in payload["items"]], ["Tweede bericht"])
        self.assertIn("/++api++/nieuws?", payload["batching"]["prev"])


class QueryTests(SearchCase):
    """Runs each query by POST, and by GET with the JSON encoded once and twice."""

    def query_titles(self, *criteria, **options):
        query = {"query": list(criteria), **options}
        posted = self.post("@querystring-search", query)
        self.assertEqual(posted.status_code, 200, posted.content)
        once = self.request("@querystring-search", f"?query={quote(json.dumps(query))}")
        twice = self.request("@querystring-search", f"?query={quote(quote(json.dumps(query)))}")
        for answer in (once, twice):
            self.assertEqual(answer.json()["items"], posted.json()["items"])
            self.assertEqual(answer.json()["items_total"], posted.json()["items_total"])
        return [item["title"] for item in posted.json()["items"]]

    def test_operators(self):
        news = criterion("portal_type", "selection.any", ["News Item"])
        both, uid = ["Eerste bericht", "Tweede bericht"], self.news.translation_key.hex
        for query_criterion, expected in [
            (criterion("Subject", "selection.any", ["Wonen"]), both[:1]),
            (criterion("Subject", "selection.none", ["Wonen"]), both[1:]),
            (criterion("Subject", "selection.all", ["Wonen", "Onbekend"]), []),
            (criterion("portal_type", "selection.none", ["News Item"]), []),
            (criterion("review_state", "selection.any", ["published"]), both),
            (criterion("review_state", "selection.none", ["published"]), []),
            (criterion("SearchableText", "string.contains", "eerste"), both[:1]),
            (criterion("Title", "string.contains", "tweede"), both[1:]),
            (criterion("getId", "string.is", "eerste"), both[:1]),
            (criterion("path", "string.absolutePath", "/nieuws::1"), both),
            (criterion("path", "string.absolutePath", f"{uid}::1"), both),
            (criterion("path", "string.path", "/over-ons"), []),
            (criterion("path", "string.relativePath", "nieuws"), both),
            (criterion("effective", "date.lessThan", "2026-02-01"), both[:1]),
            (criterion("effective", "date.largerThan", "2026-02-01"), both[1:]),
            (criterion("effective", "date.between", ["2026-03-01", "2026-04-01"]), both[1:]),
            (criterion("effective", "date.beforeToday"), both),
            (criterion("effective", "date.today"), []),
            (criterion("effective", "date.afterToday"), []),
            (criterion("effective", "date.largerThanRelativeDate", 1), []),
            (criterion("effective", "date.lessThanRelativeDate", "7"), []),
            (criterion("isFolderish", "boolean.isFalse"), both),
        ]:
            with self.subTest(query_criterion):
                self.assertEqual(self.query_titles(news, query_criterion, sort_on="effective"), expected)

    def test_sorting_limits_and_metadata(self):
        news = criterion("portal_type", "selection.any", ["News Item"])

        self.assertEqual(
            self.query_titles(news, sort_on="effective", sort_order="descending", b_size=1),
            ["Tweede bericht"],
        )
        self.assertEqual(self.query_titles(news, sort_on="effective", limit=1), ["Eerste bericht"])
        (item,) = self.post(
            "@querystring-search",
            {"query": [news], "b_size": 1, "metadata_fields": ["UID"], "sort_on": "effective"},
        ).json()["items"]
        self.assertEqual(item["UID"], self.first.translation_key.hex)

    def test_every_listed_operator_works(self):
        values = {"selection": ["x"], "string": "/x", "date": "2026-01-01", "boolean": None}
        indexes = self.get_json("@querystring")["indexes"]
        self.assertTrue(indexes)
        for name, index in indexes.items():
            for operation in index["operations"]:
                short = operation.removeprefix(OPERATION)
                value = 3 if "RelativeDate" in short else values[short.partition(".")[0]]
                with self.subTest(f"{name} {short}"):
                    response = self.post(
                        "@querystring-search", {"query": [{"i": name, "o": operation, "v": value}]}
                    )
                    self.assertEqual(response.status_code, 200, response.content)

    def test_an_invalid_query_is_refused(self):
        for query in (
            {},
            {"query": "x"},
            {"query": ["x"]},
            {"query": [criterion("geen", "selection.any", ["x"])]},
            {"query": [criterion("portal_type", "geen", ["x"])]},
            {"query": [criterion("portal_type", "selection.any", [["x"]])]},
            {"query": [criterion("effective", "date.lessThan", "gisteren")]},
            {"query": [criterion("effective", "date.largerThanRelativeDate", 10**12)]},
            {"query": [criterion("path", "string.path", "/x::diep")]},
            {"query": [criterion("Title", "string.contains", "x")] * 1000},
            {"query": [], "sort_on": "password"},
            {"query": [], "b_size": [1]},
            {"query": [], "limit": -1},
        ):
            with self.subTest(str(query)[:80]):
                self.assert_error(self.post("@querystring-search", query), 400)


class DraftSearchTests(DialectCase):
    def test_a_signed_in_user_finds_the_drafts_of_the_own_section(self):
        news = self.own_lists["news"]
        draft = NewsPageFactory(parent=news, title="Schets", live=False, themes=[ThemeFactory()])
        draft.save_revision(clean=False)

        self.assertEqual(self.get_titles("@search", "?SearchableText=schets"), [])
        self.assertEqual(self.get_titles("@search", "?SearchableText=schets", self.member), ["Schets"])
        self.assertEqual(self.get_titles("@search", "?review_state=private", self.member), ["Schets"])
        self.assertLess(draft.latest_revision_created_at, timezone.now())

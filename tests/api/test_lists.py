"""Lists, facets and words: which pages, in which order, how many at a time, and what is refused."""

from urllib.parse import quote, urlencode

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from practices.models import PracticeContact, PracticeMethod, PracticeTargetGroup
from tests.factories import MethodFactory, OrganisationFactory, TargetGroupFactory
from tests.practices.test_filters import queries, queries_as_typed
from tests.practices.varied import VariedPractices

from .cases import FACTORIES, FILTERED, PROBLEM, V1, WORDS, ApiTestCase, uuid

LISTS = [*FACTORIES, *WORDS]
ADDRESSES = [
    *LISTS,
    *(f"{name}/facets" for name in FILTERED),
    "search",
    "find-platform",
    "openapi.json",
    "docs",
    "",
    "by-id",
]


class ListTests(ApiTestCase):
    def test_every_list_answers_without_anything_in_it(self):
        for name in LISTS:
            with self.subTest(name):
                self.assertGreaterEqual(self.get_json(name)["total"], 0)

    def test_every_list_has_its_own_type_and_no_other(self):
        pages = {name: self.make(name) for name in FACTORIES}
        for name, page in pages.items():
            with self.subTest(name):
                ids = self.ids(name)
                self.assertIn(uuid(page), ids)
                others = {uuid(other) for other in pages.values()} - {uuid(page)}
                self.assertFalse(others.intersection(ids))

    def test_every_item_leads_to_itself(self):
        for name in FACTORIES:
            with self.subTest(name):
                page = self.make(name)
                item = self.get_json(f"{name}/{uuid(page)}")
                self.assertEqual(item["url"], page.full_url)
                self.assertEqual(self.get_json(f"by-id/{uuid(page)}"), item)
                self.assertEqual(
                    self.client.get(item["permanent_url"].removeprefix("http://localhost"))["Location"],
                    page.full_url,
                )

    def test_a_page_of_another_type_is_not_there(self):
        page = self.make("news")

        self.assert_problem(self.get(f"practices/{uuid(page)}"), 404)

    def test_pages_follow_each_other(self):
        for name in FACTORIES:
            with self.subTest(name):
                for _number in range(5):
                    self.make(name)
                whole = self.get_json(name, {"page_size": 100})
                address, ids, back = f"{V1}{name}?page_size=2", [], []
                while address:
                    page = self.client.get(address.removeprefix("http://localhost")).json()
                    self.assertEqual(page["total"], whole["total"])
                    ids += [item["id"] for item in page["items"]]
                    back.append(page["previous"])
                    address = page["next"]
                self.assertEqual(ids, [item["id"] for item in whole["items"]])
                self.assertEqual(len(set(ids)), whole["total"])
                self.assertIsNone(back[0])
                self.assertEqual(len(back), -(-whole["total"] // 2))

    def test_the_address_of_the_next_page_keeps_what_was_asked(self):
        for _number in range(3):
            self.make("practices")

        data = self.get_json("practices", {"theme": "wonen", "page_size": 1, "page": 2, "fields": "title"})

        for key, number in (("next", 3), ("previous", 1)):
            self.assertEqual(
                data[key],
                f"http://localhost/api/v1/practices?theme=wonen&page_size=1&page={number}&fields=title",
            )

    def test_twenty_items_unless_asked_and_a_hundred_at_most(self):
        for _number in range(21):
            self.make("news")

        self.assertEqual(len(self.get_json("news")["items"]), 20)
        self.assertEqual(len(self.get_json("news", {"page_size": 100})["items"]), 21)
        self.assertEqual(self.get_json("news", {"page_size": 100})["page_size"], 100)

    def test_words_are_found_by_a_part_of_their_name(self):
        self.make(
            "practices",
            owner=OrganisationFactory(name="CAW Noord"),
            rows={
                "target_groups": [
                    PracticeTargetGroup(target_group=TargetGroupFactory(name="Jongeren", slug="jongeren"))
                ],
                "methods": [PracticeMethod(method=MethodFactory(name="Housing First"))],
                "contacts": [PracticeContact(name="An Peeters", email="an@voorbeeld.be")],
            },
        )
        for name, part, word in (
            ("methods", "first", "Housing First"),
            ("organisations", "caw", "CAW Noord"),
            ("target-groups", "jong", "Jongeren"),
            ("themes", "won", "Wonen"),
            ("municipalities", "iepe", "Ieper"),
        ):
            with self.subTest(name):
                self.assertEqual([item["name"] for item in self.get_json(name, {"q": part})["items"]], [word])
                self.assertEqual(self.get_json(name, {"q": "zzz"})["total"], 0)

    def test_a_municipality_tells_its_codes(self):
        (ieper,) = self.get_json("municipalities", {"q": "Ieper"})["items"]

        self.assertEqual(ieper["postal_codes"], ["8900"])
        self.assertEqual(ieper["region"], {"slug": "westhoek", "name": "Westhoek"})


class PartTests(ApiTestCase):
    """`fields` and `include`."""

    def test_fields_trims_lists_and_pages(self):
        for name in FACTORIES:
            with self.subTest(name):
                page = self.make(name)
                for data in (
                    *self.get_json(name, {"fields": "title,themes"})["items"],
                    self.get_json(f"{name}/{uuid(page)}", {"fields": "title, themes"}),
                    self.get_json(f"by-id/{uuid(page)}", {"fields": "title,themes"}),
                ):
                    self.assertEqual(set(data), {"id", "title", "themes"})

    def test_include_puts_the_summary_in_place_of_the_reference(self):
        page = self.make("coordinators")
        (summary,) = self.get_json("platforms", {"page_size": 1})["items"]

        (listed,) = self.get_json("coordinators", {"include": "platform"})["items"]
        alone = self.get_json(f"coordinators/{uuid(page)}", {"include": "platform"})

        self.assertEqual(listed["platform"], summary)
        self.assertEqual(alone["platform"], summary)

    def test_include_goes_into_lists_of_references(self):
        page = self.make("coordinators")

        data = self.get_json(f"platforms/{uuid(self.platform)}", {"include": "coordinators,programmes"})

        self.assertEqual(data["coordinators"], self.get_json("coordinators")["items"])
        self.assertEqual(data["coordinators"][0]["id"], uuid(page))

    def test_what_may_be_included_is_bounded(self):
        page = self.make("practices")
        address = f"practices/{uuid(page)}"

        self.assert_problem(
            self.get(address, {"include": "platform,see_also,related,presented_at"}), 422, "include"
        )
        self.assert_problem(self.get("practices", {"include": "platform", "page_size": 51}), 422, "page_size")
        self.assertEqual(self.get(address, {"include": "platform,see_also,related"}).status_code, 200)
        self.assertEqual(self.get("practices", {"include": "platform", "page_size": 50}).status_code, 200)


class RefusalTests(ApiTestCase):
    """An error names the parameters that are wrong."""

    def assert_names(self, path, query, *names):
        data = self.assert_problem(self.get(path, query), 422)
        self.assertEqual({error["parameter"] for error in data["errors"]}, set(names), query)
        for error in data["errors"]:
            self.assertTrue(error["detail"])
            self.assertIn(f"{error['parameter']}: {error['detail']}", data["detail"])

    def test_an_unknown_parameter_is_named(self):
        for path in (*LISTS, *(f"{name}/facets" for name in FILTERED)):
            with self.subTest(path):
                self.assert_names(path, {"shoesize": "44", "utm_source": "brief"}, "shoesize", "utm_source")
        for path in ("search", "find-platform"):
            self.assert_names(path, {"q": "wonen", "shoesize": "44"}, "shoesize")

    def test_on_one_page_too(self):
        for name in FACTORIES:
            with self.subTest(name):
                key = uuid(self.make(name))
                for path in (f"{name}/{key}", f"by-id/{key}"):
                    self.assert_names(path, {"theme": "wonen"}, "theme")
                    self.assert_names(path, {"fields": "shoesize", "include": "title"}, "fields", "include")

    def test_an_unknown_value_is_named(self):
        for name in FILTERED:
            for path in (name, f"{name}/facets"):
                with self.subTest(path):
                    self.assert_names(path, {"theme": "atlantis"}, "theme")
                    self.assertIn("atlantis", self.get(path, {"theme": "atlantis"}).json()["detail"])
                    self.assert_names(path, {"sort": "shoesize", "theme": "wonen"}, "sort")

    def test_a_number_that_can_not_be_is_named(self):
        for path in LISTS:
            with self.subTest(path):
                for bad in ("0", "-1", "x", "1.5", "१x"):
                    self.assert_names(path, {"page": bad}, "page")
                    self.assert_names(path, {"page_size": bad}, "page_size")
                self.assert_names(path, {"page_size": "101"}, "page_size")

    def test_fields_and_relations_that_are_not_there_are_named_with_what_is(self):
        for name in FACTORIES:
            with self.subTest(name):
                self.assert_names(name, {"fields": "title,x", "include": "y"}, "fields", "include")
                self.assertIn("permanent_url", self.get(name, {"fields": "x"}).json()["detail"])

    def test_what_can_mean_one_thing_only_is_said_once(self):
        self.assert_names("news", {"page": [1, 2]}, "page")
        self.assert_names("news", {"sort": ["title", "newest"]}, "sort")
        self.assert_names("search", {"q": ["a", "b"]}, "q")
        self.assertEqual(self.get("news", {"theme": ["wonen", "wonen"]}).status_code, 200)

    def test_after_the_last_page_there_is_nothing(self):
        for path in LISTS:
            with self.subTest(path):
                total = self.get_json(path)["total"]
                last = max(1, -(-total // 20))
                self.assert_problem(self.get(path, {"page": last + 1}), 404, str(last))
                self.assertEqual(self.get(path, {"page": last}).status_code, 200)

    def test_a_question_is_needed(self):
        for path in ("search", "find-platform"):
            for query in ({}, {"q": ""}, {"q": "  "}):
                self.assert_names(path, query, "q")

    def test_the_type_of_a_search_is_known(self):
        self.assert_names("search", {"q": "wonen", "type": "shoe"}, "type")
        self.assert_names("search", {"q": "wonen", "exact": "maybe"}, "exact")


class SearchTests(ApiTestCase):
    def test_finds_with_a_snippet_and_the_type(self):
        page = self.make("news", title="Katrolwerking in Ieper", search_description="<b>Katrol</b> & co")

        data = self.get_json("search", {"q": "katrolwerking"})

        self.assertEqual((data["total"], data["query"], data["is_corrected"]), (1, "katrolwerking", False))
        self.assertTrue(data["has_all_words"])
        (hit,) = data["items"]
        self.assertEqual((hit["id"], hit["type"], hit["url"]), (uuid(page), "news", page.full_url))
        self.assertNotIn("<b>", hit["snippet"])

    def test_says_that_no_page_has_all_words(self):
        self.make("news", title="Katrolwerking")
        self.make("news", title="Jeugdhulp")

        data = self.get_json("search", {"q": "katrolwerking jeugdhulp"})

        self.assertEqual((data["total"], data["has_all_words"]), (2, False))

    def test_one_type_only(self):
        self.make("news", title="Katrolwerking")
        practice = self.make("practices", title="Katrolwerking hier")

        data = self.get_json("search", {"q": "katrolwerking", "type": "practice"})

        self.assertEqual([hit["id"] for hit in data["items"]], [uuid(practice)])
        self.assertEqual(self.get_json("search", {"q": "katrolwerking", "type": "event"})["total"], 0)
        self.assertEqual(self.get_json("search", {"q": "katrolwerking"})["total"], 2)

    def test_corrects_unless_that_is_refused(self):
        self.make("news", title="Katrolwerking")

        data = self.get_json("search", {"q": "katrolwerkng"})

        self.assertEqual((data["total"], data["query"], data["is_corrected"]), (1, "katrolwerking", True))
        self.assertEqual(self.get_json("search", {"q": "katrolwerkng", "exact": 1})["total"], 0)

    def test_turns_pages(self):
        for number in range(5):
            self.make("news", title=f"Katrolwerking {number}")

        ids = [
            hit["id"]
            for page in (1, 2, 3)
            for hit in self.get_json("search", {"q": "katrolwerking", "page": page, "page_size": 2})["items"]
        ]

        self.assertEqual(len(set(ids)), 5)
        self.assert_problem(self.get("search", {"q": "katrolwerking", "page": 4, "page_size": 2}), 404)


class FinderTests(ApiTestCase):
    def test_leads_from_a_code_to_the_platform(self):
        data = self.get_json("find-platform", {"q": "8900"})

        self.assertEqual([place["slug"] for place in data["places"]], ["ieper"])
        self.assertEqual([item["id"] for item in data["platforms"]], [uuid(self.platform)])
        self.assertEqual(data["platforms"], self.get_json("platforms")["items"])

    def test_says_when_there_is_nothing(self):
        data = self.get_json("find-platform", {"q": "xyzzy"})

        self.assertEqual((data["way"], data["platforms"], data["in_region"]), ("nothing", [], []))


class SameListTests(VariedPractices, HypothesisTestCase):
    """Principle 4: the API lists and counts what the list page does."""

    @given(
        query=queries,
        sort=st.sampled_from(["", "title", "newest", "evidence"]),
        text=st.sampled_from(["", "praktijk"]),
        size=st.sampled_from([7, 20, 100]),
        page=st.integers(1, 6),
    )
    @settings(max_examples=60)
    def test_the_same_pages_in_the_same_order(self, query, sort, text, size, page):
        params = {**query, **({"sort": sort} if sort else {}), **({"q": text} if text else {})}
        form = self.index.filtered(QueryDict(urlencode(params, doseq=True)))
        expected = [str(practice.translation_key) for practice in form.results[: len(form.results)]]

        paged = urlencode({**params, "page": page, "page_size": size}, doseq=True)
        response = self.client.get(f"{V1}practices?{paged}")

        window = expected[(page - 1) * size : page * size]
        if not window and page > 1:
            self.assertEqual(response.status_code, 404)
        else:
            self.assertEqual([item["id"] for item in response.json()["items"]], window, paged)
            self.assertEqual(response.json()["total"], len(expected))

    @given(query=queries, text=st.sampled_from(["", "praktijk"]))
    @settings(max_examples=40)
    def test_the_same_counts(self, query, text):
        query_string = urlencode({**query, **({"q": text} if text else {})}, doseq=True)
        form = self.index.filtered(QueryDict(query_string))
        expected = {
            (group.key, choice.value): (choice.count, choice.is_chosen)
            for group in form.results.groups
            for top, parts in group.choices
            for choice in (top, *parts)
        }

        data = self.client.get(f"{V1}practices/facets?{query_string}").json()

        self.assertEqual(data["total"], len(form.results))
        self.assertEqual(
            {
                (facet["key"], choice["value"]): (choice["count"], choice["is_chosen"])
                for facet in data["facets"]
                for choice in facet["choices"]
            },
            expected,
        )


numbers = st.one_of(st.integers(), st.text(max_size=12), st.sampled_from(["9" * 5000, "1e3", "٣", " 1 "]))
parts = st.one_of(st.text(max_size=30), st.sampled_from(["title", "platform", "title,,id", ",", "see_also"]))


class AnyAddressTests(VariedPractices, HypothesisTestCase):
    """Nobody ever gets a 500."""

    def assert_readable(self, response):
        self.assertIn(response.status_code, {200, 301, 400, 404, 422})
        if response.status_code >= 400:
            self.assertEqual(response["Content-Type"], PROBLEM)
            self.assertEqual(response.json()["status"], response.status_code)

    @given(
        path=st.sampled_from(ADDRESSES),
        query=queries_as_typed,
        more=st.fixed_dictionaries(
            {},
            optional={
                "page": numbers,
                "page_size": numbers,
                "fields": parts,
                "include": parts,
                "type": parts,
                "exact": parts,
            },
        ),
    )
    @settings(max_examples=100)
    def test_no_query_string_breaks_it(self, path, query, more):
        self.assert_readable(self.client.get(f"{V1}{path}?{urlencode({**query, **more}, doseq=True)}"))

    @given(path=st.lists(st.one_of(st.sampled_from(ADDRESSES), st.text(max_size=40)), max_size=3))
    @settings(max_examples=100)
    def test_no_path_breaks_it(self, path):
        self.assert_readable(self.client.get(V1 + "/".join(quote(part, safe="") for part in path)))

    @given(query=st.text(alphabet=st.characters(codec="ascii", exclude_characters="#"), max_size=60))
    @settings(max_examples=60)
    def test_no_raw_query_breaks_it(self, query):
        for path in ("practices", "search"):
            self.assert_readable(self.client.get(f"{V1}{path}", QUERY_STRING=query))

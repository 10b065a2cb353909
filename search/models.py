from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.models import Page

from .stemming import stem
from .words import words

MOST_BEST_BETS = 3
BATCH = 200
LONGEST_QUERY = 80
# Folding can make a text longer: ½ becomes 1⁄2.
LONGEST_KEY = 200


class SearchWord(models.Model):
    """A word of the site, folded: a candidate for correcting a mistyped one, and for telling where compounds divide.

    Words stay when their page goes; a correction is only offered when it finds a listed page. `backwards` is the
    stem from its last letter to its first, to look words up by their end.
    """

    word = models.CharField(max_length=40, unique=True)
    backwards = models.CharField(max_length=40, db_index=True, editable=False)

    class Meta:
        verbose_name = "search word"

    def __str__(self):
        return self.word

    def save(self, **options):
        self.backwards = stem(self.word)[::-1]
        super().save(**options)


class SearchRefresh(models.Model):
    """A page that `tick` has to index again on this day.

    On that day somebody named on the page has left, or something that it points at was renamed.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField(db_index=True)

    class Meta:
        verbose_name = "search refresh"

    def __str__(self):
        return f"{self.page_id}: {self.due_on}"


def key_of(text) -> str:
    """The normalised form of a phrase: its words folded, with single spaces between."""
    return " ".join(words(text))[:LONGEST_KEY]


class Synonym(models.Model):
    """What people type, and what it means on this site: a theme, a target group, or other words.

    Only the pages that have the meaning are found; with `two_way` a search for the meaning finds the words as well.
    """

    MEANINGS = ("theme", "target_group", "means")
    handbook_section = "zoeken-verbeteren"

    words = models.CharField(
        _("what people type"),
        max_length=LONGEST_QUERY,
        help_text=_("One word or a few, in the singular or the plural: “kansarmen”, “alleenstaande moeder”."),
    )
    theme = models.ForeignKey(
        "cms.Theme",
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    target_group = models.ForeignKey(
        "cms.TargetGroup",
        verbose_name=_("target group"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    means = models.CharField(
        _("other words"),
        max_length=200,
        blank=True,
        help_text=_(
            "Words that stand in our pages. Separate several meanings with commas: “buddywerking, vrijwilligers”."
        ),
    )
    two_way = models.BooleanField(
        _("also the other way round"),
        default=False,
        help_text=_(
            "Tick this if both mean the same: then who searches for the meaning also finds pages with the words."
        ),
    )
    key = models.CharField(max_length=LONGEST_KEY, unique=True, editable=False)

    panels = [
        "words",
        MultiFieldPanel(
            ["theme", "target_group", "means"],
            heading=_("What it means"),
            help_text=_("Choose one of these three."),
        ),
        "two_way",
    ]

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="synonym_has_one_meaning",
                condition=(
                    models.Q(theme__isnull=False, target_group=None, means="")
                    | models.Q(theme=None, target_group__isnull=False, means="")
                    | (models.Q(theme=None, target_group=None) & ~models.Q(means=""))
                ),
            )
        ]

    def __str__(self):
        return self.words

    @property
    def meaning(self) -> str:
        """The meaning as people read it: the name of the theme or target group, or the other words."""
        return str(self.theme or self.target_group or self.means)

    def clean(self):
        super().clean()
        self.words, self.means = " ".join(self.words.split()), " ".join(self.means.split())
        # Together: Django checks the constraint, in its own words, where no field of it has an error yet.
        problems = self._words_problem()
        chosen = [name for name in self.MEANINGS if getattr(self, name)]
        if len(chosen) != 1:
            problems |= self._meanings_problem(chosen)
        if problems:
            raise ValidationError(problems)
        self._check_meaning()
        same = Synonym.objects.filter(key=key_of(self.words)).exclude(pk=self.pk).first()
        if same:
            raise ValidationError(
                {
                    "words": _("“%(words)s” is in the list already: it means %(meaning)s.")
                    % {"words": same.words, "meaning": same.meaning}
                }
            )

    def _words_problem(self):
        """For an empty field Django says that it is required."""
        if not self.words or key_of(self.words):
            return {}
        return {"words": _("Type at least one word, with letters or digits.")}

    def _meanings_problem(self, chosen):
        if not chosen:
            return {"theme": _("Say what it means: choose a theme or a target group, or type other words.")}
        message = _("Give one meaning: a theme, a target group or other words. Leave the others empty.")
        return dict.fromkeys(chosen[1:], message)

    def _check_meaning(self):
        meanings = [key_of(text) for text in self.meanings]
        name = next(name for name in self.MEANINGS if getattr(self, name))
        if not all(meanings):
            raise ValidationError({name: _("Type at least one word, with letters or digits.")})
        if key_of(self.words) in meanings:
            raise ValidationError({name: _("This is what people type already: it finds itself.")})

    @property
    def meanings(self) -> list[str]:
        """The meanings one by one: those in words are separated by commas."""
        if self.means:
            return [text.strip() for text in self.means.split(",") if text.strip()] or [""]
        return [self.meaning]

    def save(self, **options):
        self.key = key_of(self.words)
        super().save(**options)


class BestBet(models.Model):
    """A page that stands on top of the results of a query, chosen by a reviewer; shown only while it is listed."""

    handbook_section = "zoeken-verbeteren"

    words = models.CharField(
        _("what people type"),
        max_length=LONGEST_QUERY,
        help_text=_("The whole query. Capitals and accents don't matter."),
    )
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("It stands on top of the results, as long as it is online for everybody."),
    )
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Of several pages for one query, the lowest number comes first.")
    )
    key = models.CharField(max_length=LONGEST_KEY, db_index=True, editable=False)

    panels = ["words", "page", "sort_order"]

    class Meta:
        verbose_name = _("best bet")
        verbose_name_plural = _("best bets")
        ordering = ["key", "sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["key", "page"], name="best_bet_once_per_query")]

    def __str__(self):
        return self.words

    def clean(self):
        super().clean()
        self.words = " ".join(self.words.split())
        key = key_of(self.words)
        if self.words and not key:
            raise ValidationError({"words": _("Type at least one word, with letters or digits.")})
        others = BestBet.objects.filter(key=key).exclude(pk=self.pk)
        if others.filter(page=self.page_id).exists():
            raise ValidationError({"page": _("This page stands on top for “%s” already.") % self.words})
        if others.count() >= MOST_BEST_BETS:
            message = _("“%(words)s” has %(most)s pages on top already. Take one away first.")
            raise ValidationError({"words": message % {"words": self.words, "most": MOST_BEST_BETS}})

    def save(self, **options):
        self.key = key_of(self.words)
        super().save(**options)


class SearchedQuery(models.Model):
    """A query of one day, normalised, with about how many people asked it; nothing about who they were.

    Each of the two numbers is a set of bits (`search.askers`): one for each person, but the same for many people.
    """

    DAYS_KEPT = 90
    # Anybody can invent queries; of those above this number on one day none is counted.
    MOST_PER_DAY = 1000

    words = models.CharField(max_length=LONGEST_QUERY)
    day = models.DateField(db_index=True)
    askers = models.BigIntegerField(default=0)
    askers_without_result = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("searched query")
        verbose_name_plural = _("searched queries")
        # Only code adds and deletes them; reviewers see the report.
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["words", "day"], name="searched_query_of_day")]

    def __str__(self):
        return f"{self.day}: {self.words}"

    @classmethod
    def add(cls, bits):
        """Adds the bits of askers, by `(words, day, has_result)`; safe for several processes at the same time."""
        for day in sorted({day for _words, day, _has_result in bits}):
            askers, without_result = {}, {}
            for (query, other, has_result), added in bits.items():
                if other == day:
                    askers[query] = askers.get(query, 0) | added
                    without_result[query] = without_result.get(query, 0) | (0 if has_result else added)
            queries = sorted(askers)
            for start in range(0, len(queries), BATCH):
                cls._add(queries[start : start + BATCH], day, askers, without_result)

    @classmethod
    @transaction.atomic
    def _add(cls, queries, day, askers, without_result):
        """Creates missing rows with zero, then adds in one update, so that concurrent processes lose no bit."""
        of_day = cls.objects.filter(day=day)
        present = set(of_day.filter(words__in=queries).values_list("words", flat=True))
        room = max(0, cls.MOST_PER_DAY - of_day.count())
        new = [query for query in queries if query not in present][:room]
        cls.objects.bulk_create([cls(words=query, day=day) for query in new], ignore_conflicts=True)
        of_day.filter(words__in=queries).update(
            askers=F("askers").bitor(by_words(askers, queries)),
            askers_without_result=F("askers_without_result").bitor(by_words(without_result, queries)),
        )

    @classmethod
    def forget(cls):
        """Deletes the counts that are older than DAYS_KEPT."""
        cls.objects.filter(day__lt=timezone.localdate() - timedelta(days=cls.DAYS_KEPT)).delete()


def by_words(bits, queries):
    """The SQL expression that gives each of these queries its bits."""
    cases = [When(words=query, then=bits[query]) for query in queries]
    return Case(*cases, default=0, output_field=models.BigIntegerField())

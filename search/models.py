from django.db import models
from wagtail.models import Page


class SearchWord(models.Model):
    """A word of the site, folded: a candidate for correcting a mistyped one, and for telling where compounds divide.

    Words stay when their page goes; a correction is only offered when it finds a listed page. `backwards` is the word
    from its last letter to its first, to look words up by their end.
    """

    word = models.CharField(max_length=40, unique=True)
    backwards = models.CharField(max_length=40, db_index=True, editable=False)

    class Meta:
        verbose_name = "search word"

    def __str__(self):
        return self.word

    def save(self, **options):
        self.backwards = self.word[::-1]
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

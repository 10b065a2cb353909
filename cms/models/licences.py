from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """Licences for reuse of texts and pictures (Bestuursdecreet, title II, chapter 4)."""

    CC0 = "cc0", _("CC0: free to use, without naming the source")
    MODEL = "modellicentie", _("Free re-use licence Flanders: free to use, naming the source")
    CC_BY = "cc-by", _("CC BY 4.0: free to use, naming the author")

    @property
    def uri(self) -> str:
        """The URI of the licence, for data."""
        return LICENCE_URIS[self]

    @property
    def short(self) -> str:
        """The name without the explanation."""
        return self.label.partition(":")[0]


LICENCE_URIS = {
    Licence.CC0: "https://data.vlaanderen.be/id/licentie/creative-commons-zero-verklaring/v1.0",
    Licence.MODEL: "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
}

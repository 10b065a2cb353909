"""The forms behind a private link."""

from .people import TOKENS, PersonForm


class ChangeForm(PersonForm):
    """Changes the own data, needs and consents. What was agreed to before keeps its moment."""

    def __init__(self, registration, terms, *args, **kwargs):
        self.registration = registration
        super().__init__(terms, *args, initial=initial_of(registration), **kwargs)
        self.fields.pop("price", None)

    @property
    def consents(self) -> dict:
        before, now = self.registration, super().consents
        if before.privacy_at:
            now = {name: value for name, value in now.items() if not name.startswith("privacy")}
        if before.list_at and self.cleaned_data["on_list"]:
            now = {name: value for name, value in now.items() if not name.startswith("list")}
        return now


def initial_of(registration) -> dict:
    needs = getattr(registration, "needs", None)
    places = registration.places.exclude(state="cancelled")
    parts = [place.part for place in places]
    return {
        **{name: getattr(registration, name) for name in (*TOKENS, "municipality")},
        **{f"q_{answer['key']}": answer["answer"] for answer in registration.answers},
        "diet": needs.diet if needs else "",
        "access": needs.access if needs else "",
        "needs_consent": bool(needs),
        "on_list": bool(registration.list_at),
        "parts": parts,
    }


class SubstituteForm(PersonForm):
    """The colleague who comes instead: name and address; the colleague fills in the rest by a link of his own."""

    def __init__(self, terms, *args, **kwargs):
        asks = terms.asks & {"organisation", "function"}
        terms = terms._replace(asks=asks, parts=(), parts_to_choose="none", prices=(), questions=())
        super().__init__(terms, *args, is_colleague=True, **kwargs)

"""The forms of registering: the whole form, and its parts for one person and for the invoice."""

from .invoice import InvoiceForm
from .link import LinkForm
from .people import PersonForm
from .private import ChangeForm, SubstituteForm
from .whole import MOST_PEOPLE, RegistrationForm

__all__ = [
    "MOST_PEOPLE",
    "ChangeForm",
    "InvoiceForm",
    "LinkForm",
    "PersonForm",
    "RegistrationForm",
    "SubstituteForm",
]

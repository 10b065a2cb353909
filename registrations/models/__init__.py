"""The models of registering; each module holds one concept. Import from here."""

from .changes import EventChange, EventFacts
from .extensions import DeadlineExtension
from .invoices import InvoiceData
from .links import PrivateLink
from .mails import RegistrationMail
from .needs import Needs
from .receipts import Receipt
from .registration import ACTIVE, Place, Registration, State
from .telling import Telling

__all__ = [
    "ACTIVE",
    "DeadlineExtension",
    "EventChange",
    "EventFacts",
    "InvoiceData",
    "Needs",
    "Place",
    "PrivateLink",
    "Receipt",
    "Registration",
    "RegistrationMail",
    "State",
    "Telling",
]

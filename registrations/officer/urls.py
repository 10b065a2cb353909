"""The addresses of registrations in the admin, below `registrations/`."""

from django.urls import path

from .acts import Cancel, Erase, LetIn, NoteAttendance, SendLink
from .attendance import AttendanceList, Catering, CheckIn
from .by_hand import AddByHand, Change, HandOver
from .invoices import InvoiceList, InvoicesOfDeletedEvents, MarkInvoiced
from .later import LaterDeadlines
from .lists import RegistrationList
from .mails import MailToPeople
from .one import Registered
from .overview import EventList

OF_EVENT = {
    "list/": ("list", RegistrationList.as_view()),
    "list/results/": ("list_results", RegistrationList.as_view(results_only=True)),
    "add/": ("add", AddByHand.as_view()),
    "mail/": ("mail", MailToPeople.as_view()),
    "later/": ("later", LaterDeadlines.as_view()),
    "attendance/": ("attendance", AttendanceList.as_view()),
    "check-in/": ("check_in", CheckIn.as_view()),
    "catering/": ("catering", Catering.as_view()),
    "invoices/": ("invoices", InvoiceList.as_view()),
    "invoices/results/": ("invoices_results", InvoiceList.as_view(results_only=True)),
    "invoices/mark/": ("invoices_mark", MarkInvoiced.as_view()),
}
OF_ONE = {
    "": ("one", Registered.as_view()),
    "change/": ("change", Change.as_view()),
    "cancel/": ("cancel", Cancel.as_view()),
    "hand-over/": ("hand_over", HandOver.as_view()),
    "let-in/": ("let_in", LetIn.as_view()),
    "presence/": ("presence", NoteAttendance.as_view()),
    "erase/": ("erase", Erase.as_view()),
    "link/": ("link", SendLink.as_view()),
}


def of_event(prefix, addresses):
    return [
        path(f"registrations/<int:page_id>/{prefix}{suffix}", view, name=f"registrations_{name}")
        for suffix, (name, view) in addresses.items()
    ]


urlpatterns = [
    path("registrations/", EventList.as_view(), name="registrations"),
    path("registrations/results/", EventList.as_view(results_only=True), name="registrations_results"),
    path("registrations/invoices/", InvoicesOfDeletedEvents.as_view(), name="registrations_invoices_left"),
    path(
        "registrations/invoices/results/",
        InvoicesOfDeletedEvents.as_view(results_only=True),
        name="registrations_invoices_left_results",
    ),
    *of_event("", OF_EVENT),
    *of_event("<int:pk>/", OF_ONE),
]

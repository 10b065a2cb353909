"""The addresses of registering: behind the address of a page, and those of private links."""

from django.urls import path, re_path

from cms.registering import FORM_SUFFIX

from .views import form, private

# The slugs from below the home page to the page.
PATH = rf"^(?P<path>(?:[\w-]+/)*){FORM_SUFFIX}"

urlpatterns = [
    re_path(rf"{PATH}$", form.register_here, name="register"),
    re_path(rf"{PATH}later/(?P<token>[\w-]{{20,60}})/$", form.register_later, name="register_later"),
    re_path(rf"{PATH}link/$", form.resend_link, name="resend_link"),
    re_path(rf"{PATH}klaar/(?P<key>[\w-]{{10,60}})/$", form.show_receipt, name="registration_receipt"),
    path("inschrijving/<str:token>/", private.show, name="registration"),
    path("inschrijving/<str:token>/wijzigen/", private.change, name="registration_change"),
    path("inschrijving/<str:token>/annuleren/", private.cancel, name="registration_cancel"),
    path("inschrijving/<str:token>/doorgeven/", private.hand_over, name="registration_hand_over"),
    path("inschrijving/<str:token>/deelnemers/", private.set_list, name="registration_list"),
    path("inschrijving/<str:token>/gegevens.json", private.download, name="registration_data"),
    path("inschrijving/<str:token>/wissen/", private.erase, name="registration_erase"),
]

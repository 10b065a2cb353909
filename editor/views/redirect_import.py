"""The last step of importing redirects."""

from django.core.exceptions import BadRequest
from django.core.signing import BadSignature, Signer
from wagtail.contrib.redirects import views

SIGNED_FIELDS = ("import_file_name", "input_format")


def process_redirect_import(request):
    """Answers 400 if a signed field of Wagtail's form is missing or was changed, where Wagtail raises."""
    try:
        for name in SIGNED_FIELDS:
            Signer().unsign(request.POST.get(name, "").strip())
    except BadSignature as error:
        raise BadRequest(error) from error
    return views.process_redirect_import(request)

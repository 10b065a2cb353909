"""The pages of registering."""

from django.template.response import TemplateResponse


def show_page(request, template, page, title, status=200, **context):
    """A page of its own below `page`, which search engines leave alone."""
    context |= {"page": page, "head": {"title": title, "is_noindex": True}, "here": title}
    return TemplateResponse(request, f"registrations/{template}.html", context, status=status)

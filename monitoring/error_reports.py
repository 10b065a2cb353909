"""Reports errors to a Sentry server, or one that speaks its protocol, if SENTRY_DSN is set.

What may leave is listed, not what may not: the kind of an error and the lines of code, never its message, a value, a
query string, a form, a cookie, an address or the name of this machine.
"""

import logging

from .requests import current_request

OF_EVENT = ("event_id", "timestamp", "platform", "level", "logger", "release")
OF_FRAME = (
    "filename",
    "function",
    "module",
    "lineno",
    "pre_context",
    "context_line",
    "post_context",
    "in_app",
)
# Of a request: the path is without what opens drafts and accounts (`monitoring.requests`).
OF_REQUEST = ("request_id", "method", "path")


def start(dsn: str, release: str) -> None:
    """Sends what is logged as an error from now on, by a thread of its own. Raises ImportError without sentry-sdk."""
    # Importing it takes a twentieth of a second and memory, so only who uses it does.
    import sentry_sdk
    from sentry_sdk.integrations.atexit import AtexitIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=dsn,
        release=release,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        auto_session_tracking=False,
        send_client_reports=False,
        default_integrations=False,
        auto_enabling_integrations=False,
        # A command that ends sends what waits first, for two seconds at most.
        integrations=[
            LoggingIntegration(level=None, event_level=logging.ERROR),
            AtexitIntegration(callback=lambda pending, timeout: None),
        ],
        before_send=allowed_event,
    )


def allowed_event(event, hint) -> dict:
    """The event with what may leave, and nothing else."""
    request = current_request()
    return {
        **{name: event[name] for name in OF_EVENT if name in event},
        "tags": {name: request[name] for name in OF_REQUEST if request.get(name)},
        "exception": {"values": [allowed_error(error) for error in errors_of(event)]},
    }


def errors_of(event):
    return event.get("exception", {}).get("values", [])


def allowed_error(error) -> dict:
    """Without its message, which may hold what somebody typed."""
    frames = error.get("stacktrace", {}).get("frames", [])
    allowed = [{name: frame[name] for name in OF_FRAME if name in frame} for frame in frames]
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "mechanism": {"type": "logging", "handled": True},
        "stacktrace": {"frames": allowed},
    }

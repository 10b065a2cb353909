"""What is logged, and where to."""


def logging_as(form) -> dict:
    """Django's setting LOGGING, with lines of this form: "text" or "json"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "monitoring.log_lines.JsonFormatter"},
            "text": {"()": "monitoring.log_lines.TextFormatter"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": form},
            "admins": {"class": "monitoring.error_mail.ErrorMail"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR", "handlers": ["admins"]},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "audit": {"level": "INFO"},
            # Its lines name who failed to sign in, as typed; the audit log says it without.
            "axes": {"level": "CRITICAL"},
        },
    }

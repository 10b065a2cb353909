"""Django's PostgreSQL backend, whose waits in a web request have a limit: docs/decisions/0037-faults.md."""

"""`/health/live`: whether this process answers. It touches nothing else, so that it says so without a database too."""

ADDRESS = "/health/live"
BODY = b'{"status": "ok"}'
HEADERS = [
    ("Content-Type", "application/json"),
    ("Content-Length", str(len(BODY))),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
]


def with_liveness(application):
    """The WSGI application, before which this address is answered: for any host, over http and https."""

    def answer(environ, start_response):
        if environ.get("PATH_INFO") != ADDRESS:
            return application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start_response(
                "405 Method Not Allowed",
                [("Allow", "GET, HEAD"), ("Content-Length", "0"), ("Cache-Control", "no-store")],
            )
            return []
        start_response("200 OK", HEADERS)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [BODY]

    return answer

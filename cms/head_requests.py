"""Answers a HEAD with the headers of a GET, and nothing else (RFC 9110, 9.3.2)."""


def without_body(application):
    """The WSGI application, whose response to a HEAD has no body, however its views answer that.

    gunicorn drops such a body too, but only once all of it is made, and with a warning each time.
    """

    def answer(environ, start_response):
        response = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return response
        if hasattr(response, "close"):
            response.close()
        return []

    return answer

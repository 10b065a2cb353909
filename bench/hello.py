"""The measure of all things: the least that a Python web application can do."""


def app(environ, start_response):
    body = b"Hello, world\n"
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]

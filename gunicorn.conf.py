"""How gunicorn serves Streekwijzer, on this machine and in production. Measured: docs/operations.md."""

wsgi_app = "cms.wsgi"
# Threads answer within milliseconds after a reload, where single-threaded workers paused for seconds.
worker_class = "gthread"
workers = 2
threads = 4
# A socket in the home folder that nobody here uses.
control_socket_disable = True
# A list with many filters makes a long address; gunicorn's own limit is 4,094 bytes.
limit_request_line = 8_190

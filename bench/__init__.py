"""What a request costs the site, beside a bare “hello world” on the same machine at the same moment: `make bench`.

Not part of the site: it starts gunicorn on scratch databases in `var/bench/`, and a load generator against it.
"""

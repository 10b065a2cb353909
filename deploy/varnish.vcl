# Varnish before Streekwijzer: /etc/varnish/default.vcl. It stands behind HAProxy (haproxy.cfg), or behind nginx.
# It keeps what the site lets it keep, and not a second longer. Name it in PURGE_URLS, and it drops what has changed.

vcl 4.1;

backend site {
    .host = "127.0.0.1";
    .port = "8080";
    .first_byte_timeout = 60s;
}

# The servers, which may purge.
acl servers {
    "127.0.0.1";
    "10.0.0.0"/24;
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # What a visitor sends has been through the web server, which sets this.
        if (req.http.X-Forwarded-Proto || client.ip !~ servers) {
            return (synth(405, "Not allowed"));
        }
        # Static files have another name when they change.
        ban("obj.http.Cache-Control !~ immutable");
        return (synth(200, "Purged"));
    }
    # Varnish has added the address of the web server; the site takes the last one for the visitor's.
    set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ",[^,]*$", "");
    # Cookies that are not the site's say nothing to it. With one of its own a request passes.
    if (req.http.Cookie !~ "__Host-sessionid|__Host-csrftoken|messages") {
        unset req.http.Cookie;
    }
}

sub vcl_backend_response {
    # Nothing is served stale, not even while it is renewed: who leaves has to be gone.
    set beresp.grace = 0s;
    if (!beresp.http.Cache-Control) {
        set beresp.uncacheable = true;
    }
}

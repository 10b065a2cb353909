"""A real OpenID Connect provider for the tests: panva's oidc-provider, as npm has it."""

import json
import subprocess
from contextlib import contextmanager
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup
from django.conf import settings

from bench.servers import free_port

NAME = "ACM/IDM"
CLIENT_ID, SECRET = "streekwijzer", "een geheim van de proef"


class IdentityProvider:
    """`people` are the claims about each person, by the name with which they sign in."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.session = requests.Session()

    @property
    def settings(self):
        app = {
            "provider_id": "sso",
            "name": NAME,
            "client_id": CLIENT_ID,
            "secret": SECRET,
            "settings": {"server_url": self.address},
        }
        provider = {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": [app]}
        return {
            "OIDC_ISSUER": self.address,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_NAME": NAME,
            "SOCIALACCOUNT_PROVIDERS": {"openid_connect": provider},
        }

    def sign_in(self, address, name):
        """Signs in there as this person, as a browser would, and gives the address that it sends back to."""
        response = self.session.get(address, allow_redirects=False)
        while True:
            if response.is_redirect:
                address = urljoin(response.url, response.headers["Location"])
                if not address.startswith(self.local()):
                    return address
                response = self.session.get(address, allow_redirects=False)
            else:
                response = self.fill_in(response, name)

    def fill_in(self, response, name):
        form = BeautifulSoup(response.text, "html.parser").form
        prompt = form.select_one("[name=prompt]")["value"]
        data = {"prompt": prompt, "login": name, "password": "maakt niet uit"}
        return self.session.post(urljoin(response.url, form["action"]), data, allow_redirects=False)

    def local(self):
        return (self.address, self.address.replace("127.0.0.1", "localhost"))


@contextmanager
def identity_provider(callback, people):
    port = free_port()
    command = ["node", "identify.mjs", str(port), callback, json.dumps(people)]
    process = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR / "tests/tools",
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert any("listening" in line for line in process.stdout)
        yield IdentityProvider(port)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

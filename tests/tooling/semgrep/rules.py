# What each rule finds, for `semgrep test`. Nobody imports this.
import urllib.request

import requests
import urllib3
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt


def fetch(address):
    # ruleid: fetches-an-address
    requests.get(address, timeout=3)
    # ruleid: fetches-an-address
    urllib.request.urlopen(address)
    # ruleid: fetches-an-address
    urllib3.PoolManager()
    # ok: fetches-an-address
    address.get("name")


# ruleid: exempt-from-csrf
@csrf_exempt
def view(request):
    # ruleid: redirects-where-the-visitor-says
    redirect(request.GET["next"])
    # ruleid: redirects-where-the-visitor-says
    HttpResponseRedirect(request.POST.get("next"))
    # ok: redirects-where-the-visitor-says
    return redirect("home")


def pages(index):
    # ruleid: live-is-not-public
    index.get_children().live()
    # ok: live-is-not-public
    return index.get_children().listed()

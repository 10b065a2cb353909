"""What it costs to register: forms that are read, and sent once the time trap is over."""

import re
import time
from urllib.parse import urlencode

from .client import HEADERS, get, keep_alive
from .load import BenchError
from .processes import cpu_seconds, workers
from .states import WARM_UP_REQUESTS, cpu_ms

# More than are measured, so that each form takes a seat and changes what the pages say.
SEATS = 10_000
# A form that comes sooner after it was read is shown again: `registrations.guard`.
TIME_TRAP = 3.5
KEY = re.compile(rb'name="g-key" value="([^"]+)"')


def form_address():
    """Runs with the site's own settings: opens the last of the events for registration; the address of its form."""
    from caching.models import ListingChange
    from cms.models import Attempt, OutgoingMail, SeatCount
    from events.models import EventPage, EventSession
    from registrations.models import Receipt, Registration

    page = EventPage.objects.live().order_by("-first_day", "pk").first()
    EventSession.objects.filter(page=page).update(status=EventSession.Status.CONFIRMED)
    EventPage.objects.filter(pk=page.pk).update(registration_mode="form", capacity=SEATS, price=None)
    # So that each measurement begins with an event to which nobody comes yet.
    for rows in (Receipt.objects, SeatCount.objects, Registration.objects):
        rows.filter(page=page).delete()
    for rows in (Attempt.objects, OutgoingMail.objects):
        rows.all().delete()
    ListingChange.record()
    return f"{page.get_url_parts()[2]}inschrijven/"


def measure_registering(hello, server, path, requests):
    """The CPU time of a form that is sent and registers somebody, in ms and as a part of what hello world needs."""
    with keep_alive(server.address) as connection:
        keys = [key_of(connection, path) for _ in range(WARM_UP_REQUESTS + requests)]
    time.sleep(TIME_TRAP)
    with keep_alive(server.address) as connection:
        for number, key in enumerate(keys):
            if number == WARM_UP_REQUESTS:
                before = cpu_seconds(workers(server.pid))
            send(connection, path, number, key)
        cost = (cpu_seconds(workers(server.pid)) - before) / requests * 1000
    return {"ms": cost, "ratio": cpu_ms(hello, "/", {}, requests) / cost}


def key_of(connection, path):
    return KEY.search(get(connection, path).body)[1].decode()


def send(connection, path, number, key):
    """Sends the form of another person, from another network address."""
    person = {"first_name": "Meting", "last_name": f"M{number}", "email": f"m{number}@bench.example"}
    form = {"g-key": key, "a-people": 1, "a-privacy": "on"}
    body = urlencode(form | {f"p0-{name}": value for name, value in person.items()})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": f"2001:db8:{number:x}::1",
    }
    connection.request("POST", path, body, HEADERS | headers)
    response = connection.getresponse()
    response.read()
    if response.status != 303:
        raise BenchError(f"{path} answers {response.status} to a form, not 303.")

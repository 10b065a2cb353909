"""Fuzzes an API with valid and invalid requests, and checks each response against its OpenAPI document."""

import logging
from collections import Counter
from contextlib import contextmanager, suppress

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


class Fuzz:
    """Fuzzes the operations of one document, `cases` requests each; every request is rolled back.

    `ids` has existing values for path parameters and fields, by name, so that not every request is a 404.
    """

    def __init__(self, path, headers, ids, cases, is_random):
        with in_this_process():
            self.document = schemathesis.openapi.from_wsgi(path, get_wsgi_application(), headers=headers)
        self.headers = {"Accept-Encoding": "identity", **headers}
        self.ids, self.cases, self.is_random = ids, cases, is_random
        self.statuses, self.problems = Counter(), {}

    def run(self):
        with in_this_process():
            for result in self.document.get_all_operations():
                self.check(result.ok())

    def check(self, operation):
        for mode in GenerationMode:
            with suppress(Unsatisfiable):  # without parameters no request is invalid
                self.requests(operation, mode)()

    def requests(self, operation, mode):
        """A function that sends half of the operation's requests: the valid or the invalid ones, by `mode`."""
        options = settings(
            max_examples=max(self.cases // 2, 1),
            phases=[Phase.generate],
            derandomize=not self.is_random,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )

        @options
        @given(operation.as_strategy(generation_mode=mode), st.data())
        def send_case(case, data):
            for part in (case.path_parameters, case.body):
                self.use_existing_ids(part, data.draw)
            self.send(operation, case)

        return send_case

    def use_existing_ids(self, part, draw):
        """Replaces half of the ids in a request, at any depth, by existing ones."""
        if isinstance(part, list):
            for item in part:
                self.use_existing_ids(item, draw)
        elif isinstance(part, dict):
            for name, value in part.items():
                if name in self.ids and draw(st.booleans()):
                    part[name] = draw(st.sampled_from(self.ids[name]))
                else:
                    self.use_existing_ids(value, draw)

    def send(self, operation, case):
        with transaction.atomic():
            response = case.call(headers=self.headers)
            transaction.set_rollback(True)
        self.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=checks_of(case), headers=self.headers)
        except (Failure, FailureGroup) as failure:
            failures = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
            for problem in failures:
                key = (operation.label, type(problem).__name__, response.status_code)
                self.problems.setdefault(key, f"{problem}\n{case.as_curl_command()}"[:1500])


def checks_of(case):
    """The checks for a request; with `fields` the public API leaves out fields that the schema requires."""
    is_trimmed = case.operation.path.startswith("/api/v1/") and (case.query or {}).get("fields")
    return [check for check in CHECKS if not (is_trimmed and check is response_schema_conformance)]


@contextmanager
def in_this_process():
    """Keeps the test's transaction open between requests, as Django's test client does, and turns logging off."""
    logging.disable(logging.CRITICAL)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        logging.disable(logging.NOTSET)

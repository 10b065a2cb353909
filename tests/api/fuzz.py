"""Asks an API whatever its OpenAPI document allows, and what it does not allow, and compares each answer with it."""

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
    """The operations of one document, each asked a number of things.

    `known` names what there is for a parameter of the path or a field of what is sent, so that not every question is
    about nothing. Each question is taken back: the next finds the site as it was.
    """

    def __init__(self, path, headers, known, cases, is_random):
        with in_this_process():
            self.document = schemathesis.openapi.from_wsgi(path, get_wsgi_application(), headers=headers)
        self.headers = {"Accept-Encoding": "identity", **headers}
        self.known, self.cases, self.is_random = known, cases, is_random
        self.statuses, self.problems = Counter(), {}

    def run(self):
        with in_this_process():
            for found in self.document.get_all_operations():
                self.ask(found.ok())

    def ask(self, operation):
        for mode in GenerationMode:
            with suppress(Unsatisfiable):  # without parameters nothing can be wrong
                self.questions(operation, mode)()

    def questions(self, operation, mode):
        """A function that asks this operation half of its questions: such as fit the document, or such as don't."""
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
        def ask(case, data):
            for part in (case.path_parameters, case.body):
                self.point_at_known(part, data.draw)
            self.answer(operation, case)

        return ask

    def point_at_known(self, part, draw):
        """Puts a key of something that is there in the place of half of the keys, as deep as they stand."""
        if isinstance(part, list):
            for item in part:
                self.point_at_known(item, draw)
        elif isinstance(part, dict):
            for name, value in part.items():
                if name in self.known and draw(st.booleans()):
                    part[name] = draw(st.sampled_from(self.known[name]))
                else:
                    self.point_at_known(value, draw)

    def answer(self, operation, case):
        with transaction.atomic():
            response = case.call(headers=self.headers)
            transaction.set_rollback(True)
        self.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS, headers=self.headers)
        except (Failure, FailureGroup) as failure:
            found = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
            for problem in found:
                key = (operation.label, type(problem).__name__, response.status_code)
                self.problems.setdefault(key, f"{problem}\n{case.as_curl_command()}"[:1500])


@contextmanager
def in_this_process():
    """Requests leave the test's transaction open, as those of Django's test client do; and no refusal is logged."""
    logging.disable(logging.CRITICAL)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        logging.disable(logging.NOTSET)

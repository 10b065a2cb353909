"""`/metrics`: what the workers counted together, for operators alone."""

import os
import re
import subprocess
import time

import pytest
from django.conf import settings
from django.test import Client

from bench.servers import gunicorn
from operations.health import health
from tests.database import database_for_others
from tests.monitoring.test_counters import PROMTOOL
from tests.operations.test_logs import SECONDS
from tests.tooling.test_workers import ask_each, manage, visit

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
class TestMetrics:
    def test_an_operator_reads_the_figures_of_the_site(self, monkeypatch):
        monkeypatch.setattr(health, "kept_for", 0)

        response = Client().get("/metrics")

        text = response.content.decode()
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert 'streekwijzer_check_ok{check="database"} 1' in text
        for name in ("mails_waiting", "mail_oldest_seconds", "tick_age_seconds", "pages", "build_info"):
            assert re.search(rf"^streekwijzer_{name}\S* \d", text, re.MULTILINE), name

    @pytest.mark.skipif(not PROMTOOL, reason="no promtool on this machine")
    def test_prometheus_own_checker_has_no_remark(self):
        text = Client().get("/metrics").content.decode()

        result = subprocess.run([PROMTOOL, "check", "metrics"], input=text, capture_output=True, text=True)

        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")

    def test_for_others_there_is_nothing(self):
        assert Client(REMOTE_ADDR="192.0.2.7").get("/metrics").status_code == 404
        assert Client().post("/metrics").status_code == 404


def counted(address, name):
    _status, text = visit(f"{address}/metrics")
    return sum(float(line.rpartition(" ")[2]) for line in text.decode().splitlines() if line.startswith(name))


def test_two_workers_report_all_requests_and_no_worker_that_ends_takes_any_along(tmp_path):
    with database_for_others(tmp_path, "metrics") as url:
        environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        manage(environment, "make_site")
        with gunicorn("tests.tooling.served", environment) as server:
            pages = 'streekwijzer_requests_total{kind="page",method="GET",status="200"}'
            before = counted(server.address, pages)
            for _visit in range(60):
                visit(f"{server.address}/")
            growth = [counted(server.address, pages) - before for _time in range(8)]
            workers = ask_each(server.address)
            for process in workers:
                os.kill(process, 9)
            until = time.monotonic() + SECONDS
            while set(ask_each(server.address)) & set(workers):
                assert time.monotonic() < until
            after = counted(server.address, pages) - before
            hits = counted(server.address, 'streekwijzer_cache_requests_total{result="hit"}')

    assert growth == [60] * 8
    assert after == 60
    assert hits >= 50


@pytest.mark.skipif(not PROMTOOL, reason="no promtool on this machine")
def test_the_configuration_in_the_documents_is_read_by_prometheus(tmp_path):
    scraping, alerts = re.findall(
        r"```yaml\n(.*?)```", (settings.BASE_DIR / "docs" / "operations.md").read_text(), re.DOTALL
    )
    (tmp_path / "alerts.yml").write_text(alerts)
    (tmp_path / "prometheus.yml").write_text(f"rule_files: [alerts.yml]\n{scraping}")

    result = subprocess.run(
        [PROMTOOL, "check", "config", tmp_path / "prometheus.yml"], capture_output=True, text=True
    )

    assert result.returncode == 0, result.stderr
    assert "5 rules found" in result.stdout

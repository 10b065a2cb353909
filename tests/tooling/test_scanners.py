"""What programs that look for weaknesses say of our code, and what is known of the packages that we install."""

import csv
import json
import re
import subprocess
import sys

import pytest
from django.conf import settings
from packaging.version import Version

PINS = dict(
    re.findall(
        r"^([\w.-]+)==([\w.]+)", (settings.BASE_DIR / "requirements.txt").read_text(), flags=re.MULTILINE
    )
)
ADVISORIES = settings.BASE_DIR / "tests/tooling/advisories.csv"


def is_excused(issue):
    """Whether the line is excused from ruff's rule, which has the number of bandit's; B703 is B308 once more."""
    number = {"B703": "308"}.get(issue["test_id"], issue["test_id"][1:])
    first, last = issue["line_range"][0], issue["line_range"][-1]
    lines = (settings.BASE_DIR / issue["filename"]).read_text().splitlines()[first - 1 : last]
    return any(re.search(rf"# noqa:.*\bS{number}\b", line) for line in lines)


def test_bandit_finds_nothing_that_is_not_excused_with_a_reason():
    command = [
        sys.executable,
        "-m",
        "bandit",
        "--quiet",
        "--recursive",
        ".",
        "--configfile",
        "pyproject.toml",
    ]
    result = subprocess.run(
        [*command, "--format", "json"], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    report = json.loads(result.stdout)

    assert not report["errors"]
    assert report["metrics"]["_totals"]["loc"] > 20_000
    issues = [
        f"{issue['filename']}:{issue['line_number']}: {issue['test_id']} {issue['issue_text']}"
        for issue in report["results"]
        if not is_excused(issue)
    ]
    assert issues == []


def advisories():
    with ADVISORIES.open() as file:
        return list(csv.DictReader(file))


def is_affected(version, fixed_in):
    """Whether this version is older than the fix for its series, or than the first fix if its series has none."""
    fixes = sorted(Version(fix) for fix in fixed_in.split())
    of_series = [fix for fix in fixes if fix.release[:2] == version.release[:2]]
    return version < (of_series or [fix for fix in fixes if fix > version] or [version])[0]


@pytest.mark.parametrize(
    ("version", "affected"),
    [("6.2.9", True), ("6.3.5", True), ("6.3.6", False), ("7.0.3", True), ("7.0.4", False), ("8.0.1", False)],
)
def test_a_version_is_affected_until_the_fix_of_its_series(version, affected):
    assert is_affected(Version(version), "6.3.6 7.0.4 7.3") is affected


def test_no_package_that_we_install_has_a_weakness_that_is_known_here():
    known = [advisory for advisory in advisories() if advisory["package"] in PINS]

    assert len(known) > 20
    affected = [
        f"{advisory['package']} {PINS[advisory['package']]}: {advisory['advisory']}, fixed in {advisory['fixed_in']}"
        for advisory in known
        if is_affected(Version(PINS[advisory["package"]]), advisory["fixed_in"])
    ]
    assert affected == []


def test_the_bill_of_materials_of_a_release_lists_what_is_installed(tmp_path):
    file = tmp_path / "sbom.cdx.json"
    command = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "requirements",
        "requirements.txt",
        "--output-file",
        file,
    ]

    subprocess.run([*command, "--validate"], cwd=settings.BASE_DIR, check=True, capture_output=True)

    bill = json.loads(file.read_text())
    listed = {component["name"]: component["version"] for component in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert listed == PINS

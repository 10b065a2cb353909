"""Which commands of `docs/operations.md` the walk runs, and which it can't, each with the reason.

A block is run whole, so a line that is added to one is run too. A block or command that stands nowhere here fails a
test that needs no root.
"""

# The blocks of each section that the walk runs.
BLOCKS_RUN = {
    "First installation": 4,
    "Behind a web server": 1,
    "As a service": 1,
    "Seeing what it does": 4,
    "The audit log": 1,
    "PostgreSQL": 1,
    "Backup": 3,
    "Read-only mode": 1,
    "From SQLite to PostgreSQL, or back": 2,
    "Upgrade": 2,
}
BLOCKS_NOT_RUN = {
    "Two-step verification": (1, "takes somebody with a second step: test_second_factor.py runs it"),
    "In containers": (1, "its images come from a registry; the tests read the files of `deploy/` instead"),
    "Several servers": (
        4,
        "one machine is not several: test_balancer.py runs the first two, the drill the others",
    ),
    "Files on S3": (2, "takes an S3 server: tests/media and tests/operations run them on Ceph's"),
}
# Commands within sentences, run in the folder of the site: those of `manage.py` by its user, others by root.
RUN_IN_SENTENCES = [
    "manage.py tick",
    "manage.py doctor",
    "manage.py list_odd_dates",
    "manage.py axes_reset_username mieke@example.org",
    "manage.py erase_people",
    "manage.py purge_revisions --days 365",
    "manage.py mend_pictures",
    "manage.py check_documents",
    "manage.py load_places",
    "journalctl -u streekwijzer-tick",
    "journalctl -u streekwijzer-backup",
    "systemctl restart systemd-journald",
    "systemctl restart streekwijzer",
    "systemctl daemon-reload",
    "systemctl stop streekwijzer",
    "systemctl enable --now streekwijzer.socket streekwijzer.service",
    "apt-get install jq",
]
DEVELOPERS = "for who works on the code"
INSTEAD = "in place of make_site, on a site to try things on"
NOT_RUN_IN_SENTENCES = {
    "make walk": "this is it",
    "make run": DEVELOPERS,
    "make drill": DEVELOPERS,
    "make test-postgres": DEVELOPERS,
    "load_demo": INSTEAD,
    "load_demo --seeds-only": INSTEAD,
    "load_examples": INSTEAD,
    "remove_examples": INSTEAD,
    "systemctl disable --now postgresql": "on another machine; the drill of a dying primary kills it instead",
    "read_only on": "run whole in the section on read-only mode",
    "systemctl reload": "says what no longer works",
    "systemd-analyze security": "test_units.py runs it",
    "podman compose --env-file .env --file deploy/compose.yaml run --rm site python manage.py createsuperuser": (
        "its images come from a registry"
    ),
}

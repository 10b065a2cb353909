"""Sites of their own for tests: a database and folders that commands in other processes work on."""

import json
import os
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.database import database_for_others
from tests.operations.commands import CommandServer


@dataclass
class OtherSite:
    folder: Path
    url: str
    storage_url: str = ""

    @property
    def media(self):
        return self.folder / "elsewhere" / "media"

    @property
    def log(self):
        return self.folder / "erasures.log"

    @cached_property
    def commands(self):
        return CommandServer(
            os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "cms.settings.local",
                "DATABASE_URL": self.url,
                "MEDIA_ROOT": str(self.media),
                "STORAGE_URL": self.storage_url,
                "ERASURE_LOG": str(self.log),
            }
        )

    def manage(self, *arguments, **options):
        """Runs a command of `manage.py` on this site."""
        return self.commands.run(*map(str, arguments), **options)

    def ask(self, code):
        """What this Python prints in the site, as JSON."""
        result = self.manage("shell", "--verbosity=0", "--command", f"import json\n{code}")
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    def backup(self, name="backup.tar"):
        result = self.manage("backup", self.folder / name)
        assert result.returncode == 0, result.stderr
        return self.folder / name

    def content(self):
        """The counts and checksums of all tables and files: what a backup says of it."""
        return content_of(self.backup("content.tar"))


def content_of(archive):
    """As `content`, but for the audit log: each backup and restore is recorded there."""
    manifest = manifest_of(archive)
    tables = {name: table for name, table in manifest["tables"].items() if name != "audit_auditentry"}
    return {"tables": tables, "files": manifest["files"]}


def manifest_of(path):
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("manifest.json"))


@contextmanager
def other_site(folder, name):
    """A migrated site without content."""
    folder.mkdir()
    with database_for_others(folder, name) as url:
        yield OtherSite(folder, url)

"""Sites of their own for tests: a database and folders that commands in other processes work on."""

import json
import os
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.database import database_for_others


@dataclass
class OtherSite:
    folder: Path
    url: str

    @property
    def media(self):
        return self.folder / "elsewhere" / "media"

    @property
    def log(self):
        return self.folder / "erasures.log"

    def manage(self, *arguments, **options):
        """Runs a command of `manage.py` on this site."""
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.local",
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.media),
            "ERASURE_LOG": str(self.log),
        }
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, **options
        )

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
        manifest = manifest_of(self.backup("content.tar"))
        return {"tables": manifest["tables"], "files": manifest["files"]}


def manifest_of(path):
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("manifest.json"))


@contextmanager
def other_site(folder, name):
    """A migrated site without content."""
    folder.mkdir()
    with database_for_others(folder, name) as url:
        yield OtherSite(folder, url)

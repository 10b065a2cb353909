"""What can be wrong with backups and with the log of erasures that a restore reads: as in `diagnoses`."""

import os
import time
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

DAY = 24 * 60 * 60
# The timer makes one every night and keeps them for thirty days (deploy/systemd): a day more is no fault.
OLDEST_NEWEST, KEPT_DAYS = 2, 30
# Whoever copies the backups elsewhere touches this file in their folder.
COPIED = "copied-elsewhere"
OTHERS = 0o077
UNITS = Path("/etc/systemd/system")


def backups() -> list[Path]:
    """The backups, oldest first."""
    paths = [path for path in Path(settings.BACKUP_DIR).glob("*.tar") if path.is_file()]
    return sorted(paths, key=lambda path: path.stat().st_mtime)


def days_since(path) -> int:
    return int((time.time() - path.stat().st_mtime) // DAY)


def there_is_no_backup():
    if not backups():
        return (
            _("There is no backup in %s. Run manage.py backup, or set BACKUP_DIR to where they are.")
            % settings.BACKUP_DIR
        )
    return None


def backup_is_old():
    days = days_since(backups()[-1]) if backups() else 0
    if days >= OLDEST_NEWEST:
        return _(
            "The newest backup is %(days)s days old. The log of streekwijzer-backup says why there is no newer one."
        ) % {"days": days}
    return None


def backups_have_no_schedule(units=UNITS):
    """Where the units of `deploy/systemd` are installed; another schedule can't be seen."""
    is_installed = (units / "streekwijzer.service").exists()
    if is_installed and not (units / "timers.target.wants" / "streekwijzer-backup.timer").is_symlink():
        return _("No backup is made by itself. Run systemctl enable --now streekwijzer-backup.timer.")
    return None


def backups_are_kept_too_long():
    days = days_since(backups()[0]) if backups() else 0
    if days > KEPT_DAYS + 1:
        return _(
            "A backup of %(days)s days ago is still kept, with people's data in it. Delete those of more than"
            " %(most)s days."
        ) % {"days": days, "most": KEPT_DAYS}
    return None


def backups_are_readable():
    folder = Path(settings.BACKUP_DIR)
    is_open = folder.exists() and folder.stat().st_mode & OTHERS
    if is_open and any(path.stat().st_mode & OTHERS for path in backups()):
        return _("Others on this machine can read the backups in %s. Run chmod 700 on it.") % folder
    return None


def backups_are_nowhere_else():
    """A copy that another machine fetches can't be seen, but for the file that it touches."""
    folder = Path(settings.BACKUP_DIR)
    if not backups() or folder.stat().st_dev != os.stat(settings.MEDIA_ROOT).st_dev:
        return None
    mark = folder / COPIED
    if not mark.exists() or days_since(mark) >= OLDEST_NEWEST:
        return (
            _(
                "The backups are on the disk of the site, and nothing shows that they are copied elsewhere. Copy them"
                " every day, and touch %s each time."
            )
            % mark
        )
    return None


def erasures_are_lost():
    """A backup makes the log if there is none, so with a backup it has to be there."""
    if backups() and not Path(settings.ERASURE_LOG).exists():
        return (
            _("%s is gone: after a restore nobody knows who was erased. Put a copy of it back.")
            % settings.ERASURE_LOG
        )
    return None


def erasures_cannot_be_noted():
    log = Path(settings.ERASURE_LOG)
    if not os.access(log if log.exists() else log.parent, os.W_OK) or log.is_dir():
        return (
            _("ERASURE_LOG (%s) can't be written to, so nobody is erased. Give it to the user of the site.")
            % log
        )
    return None


def erasures_are_in_the_backup():
    log = Path(settings.ERASURE_LOG).resolve()
    folders = [settings.MEDIA_ROOT, settings.BACKUP_DIR]
    if any(log.is_relative_to(Path(folder).resolve()) for folder in folders):
        return (
            _(
                "ERASURE_LOG (%s) lies with the files or the backups, so a restore loses who was erased since. Move it."
            )
            % settings.ERASURE_LOG
        )
    return None


OF_BACKUPS = [
    there_is_no_backup,
    backup_is_old,
    backups_have_no_schedule,
    backups_are_kept_too_long,
    backups_are_readable,
    backups_are_nowhere_else,
    erasures_are_lost,
    erasures_cannot_be_noted,
    erasures_are_in_the_backup,
]

"""The last release, and what the migrations since then do that its code can't bear.

Between `migrate` and the restart of the last server the code of before runs on the database of the new release.
"""

import io
import shutil
import subprocess
import tarfile
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

# A tag or a commit.
LAST_RELEASE = (Path(__file__).parent / "last_release").read_text().strip()
# What a migration may say of itself: why the code of before bears it, or why not.
BEARABLE, UNBEARABLE = "BEARABLE_FOR_OLD_CODE", "NEEDS_READ_ONLY_MODE"
HARMLESS = (
    migrations.CreateModel,
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.RenameIndex,
    migrations.RemoveConstraint,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    migrations.AlterModelTableComment,
)
# What the database knows of a field; the rest is the form's.
LENGTHS = ("max_length", "max_digits")


def git(*arguments) -> bytes:
    command = [shutil.which("git"), *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True).stdout


def has_last_release() -> bool:
    """Not in a clone without history."""
    with suppress(subprocess.CalledProcessError):
        git("cat-file", "-e", f"{LAST_RELEASE}^{{commit}}")
        return True
    return False


def unpack_last_release(folder) -> None:
    with tarfile.open(fileobj=io.BytesIO(git("archive", LAST_RELEASE))) as tar:
        tar.extractall(folder, filter="data")


def new_migrations() -> list[tuple]:
    """The migrations of our own apps that the last release does not have, as app label and name."""
    known = set(git("ls-tree", "-r", "--name-only", LAST_RELEASE).decode().splitlines())
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return sorted(key for key in loader.disk_migrations if is_ours(key[0]) and path_of(key) not in known)


def is_ours(label):
    return (Path(apps.get_app_config(label).path) / "__init__.py").is_relative_to(settings.BASE_DIR) and (
        ".venv" not in Path(apps.get_app_config(label).path).parts
    )


def path_of(key):
    label, name = key
    folder = Path(apps.get_app_config(label).path).relative_to(settings.BASE_DIR)
    return f"{folder}/migrations/{name}.py"


def problems_of(migration, before) -> list[str]:
    """What the code of before can't bear, one sentence each; `before` is the state that the migration starts from."""
    problems, state = [], before.clone()
    for operation in migration.operations:
        table = table_of(operation, migration)
        # The code of before does not know a table that this very migration makes.
        is_known = table is None or table in before.models
        problem = problem_of(operation, state, migration.app_label) if is_known else ""
        if problem:
            problems.append(f"{migration}: {operation.describe()}: {problem}")
        operation.state_forwards(migration.app_label, state)
    return problems


def table_of(operation, migration) -> tuple | None:
    """The key of the model that an operation is about, None if it is about no single one."""
    name = getattr(operation, "model_name", None)
    return (migration.app_label, name.lower()) if name else None


def problem_of(operation, state, label) -> str:
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        inner = [problem_of(each, state, label) for each in operation.database_operations]
        return "; ".join(filter(None, inner))
    if isinstance(operation, HARMLESS):
        return ""
    if isinstance(operation, migrations.AddField):
        return problem_of_new_field(operation.field)
    if isinstance(operation, migrations.AlterField):
        fields = state.models[label, operation.model_name_lower].fields
        return problem_of_change(fields[operation.name], operation.field)
    return "the code of before may need what it takes away, or write what it forbids"


def problem_of_new_field(field):
    """The code of before writes rows without it. Django's own default is not the database's."""
    is_optional = field.many_to_many or field.null or field.db_default is not NOT_PROVIDED
    return (
        "" if is_optional else "it needs null=True or a db_default, for rows that the code of before writes"
    )


def problem_of_change(before, after):
    is_same_kind = before.get_internal_type() == after.get_internal_type()
    is_narrower = any(shrinks(getattr(before, name, None), getattr(after, name, None)) for name in LENGTHS)
    is_stricter = (before.null and not after.null) or (after.unique and not before.unique)
    if is_same_kind and not is_narrower and not is_stricter:
        return ""
    return "the code of before writes what it no longer takes"


def shrinks(before, after):
    return after is not None and (before is None or after < before)

"""Runs commands of `manage.py` one after the other, each in a child of a process that has loaded the site.

Loading it takes seconds, forking a moment. A command has a process, output and memory of its own, as in a terminal.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import traceback
import weakref
from pathlib import Path

from django.conf import settings


class CommandServer:
    """The process that has loaded the site with these variables; it ends with this object."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.operations.commands"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        weakref.finalize(self, end, self.process)

    def run(self, *arguments, largest_file=None):
        """What the command printed, and how it ended, as `subprocess.run` gives it.

        Args: `largest_file` is the size in bytes at which the disk is full.
        """
        with tempfile.TemporaryDirectory() as folder:
            outputs = [f"{folder}/stdout", f"{folder}/stderr"]
            self.process.stdin.write(f"{json.dumps([arguments, outputs, largest_file])}\n")
            self.process.stdin.flush()
            code = int(self.process.stdout.readline())
            stdout, stderr = (Path(output).read_text() for output in outputs)
        return subprocess.CompletedProcess(arguments, code, stdout, stderr)


def end(process):
    process.stdin.close()
    process.stdout.close()
    process.wait()


def serve():
    """Loads the site, then forks for each line of stdin and prints the exit code of the child."""
    import django

    django.setup()
    for line in sys.stdin:
        arguments, outputs, largest_file = json.loads(line)
        child = os.fork()
        if child == 0:
            run(arguments, outputs, largest_file)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def run(arguments, outputs, largest_file):
    """Ends this process as `manage.py` with these arguments ends."""
    from django.core.management import execute_from_command_line

    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, path in enumerate(outputs, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    code = 0
    try:
        execute_from_command_line(["manage.py", *arguments])
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:
        code = traceback.format_exc()
    if isinstance(code, str):  # a sentence instead of a code, as `sys.exit` takes it
        sys.stderr.write(f"{code}\n")
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()

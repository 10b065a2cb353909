"""An S3 server of the tests' own: Ceph's radosgw with one monitor and one disk, as Debian packages them."""

import shutil
import subprocess
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench.servers import free_port
from tests.faults.traffic import ask, until

PROGRAMS = ("radosgw", "radosgw-admin", "ceph", "ceph-mon", "ceph-osd", "ceph-authtool", "monmaptool")
DISK = 4 * 1024**3
START_SECONDS = 120
CONFIGURATION = """
[global]
fsid = {identity}
mon host = [v2:127.0.0.1:{monitor}]
mon initial members = a
run dir = {folder}
pid file = {folder}/$name.pid
admin socket = {folder}/$name.asok
log file = {folder}/$name.log
keyring = {folder}/keyring
public addr = 127.0.0.1
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
osd crush chooseleaf type = 0
osd memory target = 939524096
bluestore block size = {disk}
bluestore cache autotune = false
bluestore cache size = 16777216
[mon.a]
mon data = {folder}/mon
[osd.0]
osd data = {folder}/osd
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw thread pool size = 32
rgw enable usage log = false
rgw data = {folder}
"""


class ObjectStore:
    """A radosgw in a temporary folder, and a user of it; starting takes 15 to 25 seconds, and 450 MB of memory."""

    key, secret = "streekwijzer", "geheim/met+tekens"

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="streekwijzer-s3-"))
        self.identity, self.port, self.monitor = uuid.uuid4(), free_port(), free_port()
        self.processes, self.configuration = [], self.folder / "ceph.conf"
        self.configuration.write_text(CONFIGURATION.format(**vars(self), disk=DISK))

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def url(self, bucket):
        """The STORAGE_URL of a site whose files are in this bucket."""
        return f"s3+http://{self.key}:{quote(self.secret, safe='')}@127.0.0.1:{self.port}/{bucket}"

    def start(self):
        self.make_keys()
        self.make_monitor()
        self.run("ceph-mon", "--id=a", "--foreground")
        self.wait_for_monitor()
        self.make_disk()
        self.run("ceph-osd", "--id=0", "--foreground")
        self.run("radosgw", "--name=client.rgw", "--foreground")
        until(lambda: ask(self.address, "/", patience=5).status, START_SECONDS)
        self.make_user()

    def make_keys(self):
        for name, capabilities in {
            "mon.": {"mon": "allow *"},
            "client.admin": dict.fromkeys(["mon", "osd"], "allow *"),
            "osd.0": {"mon": "allow profile osd", "osd": "allow *"},
            "client.rgw": dict.fromkeys(["mon", "osd"], "allow *"),
        }.items():
            options = [part for service, what in capabilities.items() for part in ("--cap", service, what)]
            keyring = self.folder / "keyring"
            self.call("ceph-authtool", str(keyring), "--create-keyring" if name == "mon." else "--gen-key",
                      *(["--gen-key"] if name == "mon." else []), "--name", name, *options)  # fmt: skip

    def make_monitor(self):
        self.call("monmaptool", "--create", "--fsid", str(self.identity), "--enable-all-features",
                  "--addv", "a", f"[v2:127.0.0.1:{self.monitor}]", str(self.folder / "monmap"))  # fmt: skip
        (self.folder / "mon").mkdir()
        self.call("ceph-mon", "--mkfs", "--id=a", f"--monmap={self.folder}/monmap",
                  f"--keyring={self.folder}/keyring", configured=True)  # fmt: skip

    def wait_for_monitor(self):
        self.call("ceph", "--connect-timeout=30", "mon", "stat", configured=True)

    def make_disk(self):
        folder = self.folder / "osd"
        folder.mkdir()
        identity = str(uuid.uuid4())
        self.call("ceph", "osd", "new", identity, "0", configured=True)
        self.call("ceph-osd", "--id=0", "--mkfs", f"--osd-uuid={identity}", configured=True)

    def make_user(self):
        self.call("radosgw-admin", "--name=client.rgw", "user", "create", "--uid=site", "--display-name=Site",
                  f"--access-key={self.key}", f"--secret-key={self.secret}", configured=True)  # fmt: skip

    def call(self, name, *arguments, configured=False):
        options = [f"--conf={self.configuration}"] if configured else []
        subprocess.run([name, *options, *arguments], check=True, capture_output=True, timeout=START_SECONDS)

    def run(self, name, *arguments):
        with (self.folder / "output").open("ab") as output:
            process = subprocess.Popen(
                [name, f"--conf={self.configuration}", *arguments], stdout=output, stderr=output
            )
        self.processes.append(process)
        return process

    def remove(self):
        for process in self.processes:
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def running_object_store():
    store = ObjectStore()
    try:
        store.start()
        yield store
    finally:
        store.remove()

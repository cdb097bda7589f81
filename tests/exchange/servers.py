"""Real servers on this computer's loopback for one run of the tests: WebDAV and a proxy by Apache, S3 by SeaweedFS.

Each speaks TLS under a certificate of an authority that the tests make and nobody else trusts.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import ipaddress
import json
import os
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipnotes.exchange.object_store import signed

# A password may hold any letter.
USER, PASSWORD = "ines", "marigold-secret-żółw"
PROXY_USER, PROXY_PASSWORD = "ward-7", "teasel-secret-żółw"
BUCKET = "service"
_STARTS_WITHIN = 30.0
_MODULES = "mpm_event authn_core authn_file authz_core authz_user auth_basic dav dav_fs ssl proxy proxy_connect".split()


@dataclass(frozen=True)
class Authority:
    """An authority that signs certificates for servers on loopback."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    def certify(self, name: str, *, days: int = 2) -> tuple[Path, Path]:
        """Return the files of a certificate for a host name and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        where = [x509.DNSName(name)]
        if name == "localhost":
            where.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))  # type: ignore[arg-type]
        made = _certificate(name, key.public_key(), self.certificate.subject, days).add_extension(
            x509.SubjectAlternativeName(where), critical=False
        )
        files = self.folder / f"{name}{days}.pem", self.folder / f"{name}{days}.key"
        files[0].write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        _write_key(files[1], key)
        return files


def make_authority(folder: Path) -> Authority:
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An invented service")])
    made = _certificate("", key.public_key(), name, 2, subject=name, ca=True).sign(key, hashes.SHA256())
    authority = Authority(folder, key, made)
    authority.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return authority


def _certificate(
    host: str,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    days: int,
    *,
    subject: x509.Name | None = None,
    ca: bool = False,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject or x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )


def _write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def free_ports(count: int) -> list[int]:
    """Return port numbers that nothing uses at this moment."""
    with contextlib.ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in found]


@dataclass(frozen=True)
class Web:
    """A WebDAV server, over TLS and beside it without; and a proxy that asks for a password."""

    folder: Path
    tls_port: int
    plain_port: int
    proxy_port: int

    @property
    def address(self) -> str:
        return f"https://localhost:{self.tls_port}/box"

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.proxy_port}"

    def proxied(self) -> int:
        """Return how many tunnels the proxy has made and closed."""
        with contextlib.suppress(FileNotFoundError):
            return (self.folder / "proxy.log").read_text("utf-8").count("CONNECT 200")
        return 0


@contextlib.contextmanager
def web_server(folder: Path, authority: Authority, tunnels_to: int) -> Iterator[Web]:
    """Run Apache until the end of the block."""
    program = shutil.which("apache2", path=os.environ.get("PATH", "") + ":/usr/sbin")
    assert program, "Apache is needed: on Debian, apt-get install apache2-bin"
    if os.geteuid() == 0:
        # As root Apache lends its files to another user, who cannot enter the folders of a test run.
        with tempfile.TemporaryDirectory(prefix="web-", dir="/tmp") as open_to_all:
            Path(open_to_all).chmod(0o755)
            yield from _run_web_server(Path(open_to_all), program, authority, tunnels_to)
    else:
        yield from _run_web_server(folder, program, authority, tunnels_to)


def _run_web_server(folder: Path, program: str, authority: Authority, tunnels_to: int) -> Iterator[Web]:
    (folder / "files" / "box").mkdir(parents=True)
    (folder / "locks").mkdir()
    web = Web(folder, *free_ports(3))
    certificate, key = authority.certify("localhost")
    (folder / "users").write_text(_user(USER, PASSWORD) + _user(PROXY_USER, PROXY_PASSWORD), "utf-8")
    (folder / "apache.conf").write_text(_apache(web, certificate, key, tunnels_to), "utf-8")
    if os.geteuid() == 0:
        for part in (folder / "files", folder / "files" / "box", folder / "locks"):
            shutil.chown(part, "www-data", "www-data")
    command = [program, "-f", str(folder / "apache.conf"), "-DFOREGROUND"]
    with (folder / "apache.out").open("wb") as out:
        running = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait(web.plain_port, running, folder / "apache.out")
        yield web
    finally:
        _end(running)


def _user(name: str, password: str) -> str:
    return f"{name}:{{SHA}}{base64.b64encode(hashlib.sha1(password.encode()).digest()).decode()}\n"


def _apache(web: Web, certificate: Path, key: Path, tunnels_to: int) -> str:
    modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in _MODULES)
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    here = web.folder
    asks = f"AuthType Basic\nAuthName pipnotes\nAuthUserFile {here}/users\nRequire user"
    return f"""
ServerRoot {here}
PidFile {here}/pid
ServerName localhost
{modules}
{user}ErrorLog {here}/error.log
LogFormat "%m %>s %U" short
CustomLog {here}/access.log short
DAVLockDB {here}/locks/db
DocumentRoot {here}/files
StartServers 1
ThreadsPerChild 8
MaxRequestWorkers 16
KeepAliveTimeout 30
<Directory {here}/files>
Dav On
{asks} {USER}
</Directory>
Listen 127.0.0.1:{web.plain_port}
Listen 127.0.0.1:{web.tls_port}
<VirtualHost 127.0.0.1:{web.tls_port}>
SSLEngine on
SSLCertificateFile {certificate}
SSLCertificateKeyFile {key}
</VirtualHost>
Listen 127.0.0.1:{web.proxy_port}
<VirtualHost 127.0.0.1:{web.proxy_port}>
CustomLog {here}/proxy.log "%m %>s"
ProxyRequests On
AllowCONNECT {web.tls_port} {tunnels_to}
<Proxy *>
{asks} {PROXY_USER}
</Proxy>
</VirtualHost>
"""


@dataclass(frozen=True)
class Store:
    """An S3-compatible server: over TLS, and beside it without."""

    tls_port: int
    plain_port: int

    @property
    def endpoint(self) -> str:
        return f"https://localhost:{self.tls_port}"


@contextlib.contextmanager
def object_server(folder: Path, authority: Authority, store: Store) -> Iterator[Store]:
    """Run SeaweedFS until the end of the block."""
    folder.mkdir(parents=True)
    certificate, key = authority.certify("localhost")
    who = {"name": USER, "credentials": [{"accessKey": USER, "secretKey": PASSWORD}], "actions": ["Admin"]}
    (folder / "who.json").write_text(json.dumps({"identities": [who]}), "utf-8")
    master, master_rpc, volume, volume_rpc, filer, filer_rpc, s3_rpc = free_ports(7)
    command = [
        *(str(Path(sys.executable).parent / "weed"), "server", f"-dir={folder}"),
        *("-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-volume.max=100", "-master.volumeSizeLimitMB=64"),
        *("-master.telemetry=false", "-iam=false", "-volume.preStopSeconds=0"),
        *(f"-master.port={master}", f"-master.port.grpc={master_rpc}"),
        *(f"-volume.port={volume}", f"-volume.port.grpc={volume_rpc}"),
        *(f"-filer.port={filer}", f"-filer.port.grpc={filer_rpc}", f"-filer.localSocket={folder}/filer.sock"),
        *("-s3", f"-s3.port={store.plain_port}", f"-s3.port.https={store.tls_port}", f"-s3.port.grpc={s3_rpc}"),
        *("-s3.port.iceberg=0", "-s3.port.lance=0", f"-s3.localSocket={folder}/s3.sock"),
        *(f"-s3.config={folder}/who.json", f"-s3.cert.file={certificate}", f"-s3.key.file={key}"),
    ]
    with (folder / "weed.out").open("wb") as out:
        running = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait(store.plain_port, running, folder / "weed.out")
        _make_bucket(store, master)
        yield store
    finally:
        # Its own way of stopping takes many seconds, and what it holds goes with the folder.
        _end(running, signal.SIGKILL)


def _make_bucket(store: Store, master: int) -> None:
    """Make the bucket, and room for it now rather than in the first test."""
    end = time.monotonic() + _STARTS_WITHIN
    while _asked(master, "GET", f"/vol/grow?collection={BUCKET}&count=1") != 200 and time.monotonic() < end:
        time.sleep(0.05)
    while _asked(store.plain_port, "PUT", f"/{BUCKET}") != 200 and time.monotonic() < end:
        time.sleep(0.05)


def _asked(port: int, method: str, path: str) -> int:
    name = {"Host": f"127.0.0.1:{port}"}
    headers = signed(method, path, name, b"", region="us-east-1", user=USER, secret=PASSWORD, at=datetime.now(UTC))
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request(method, path, headers=headers)
        return line.getresponse().status
    finally:
        line.close()


def _wait(port: int, running: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < end and running.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        with contextlib.suppress(OSError, http.client.HTTPException):
            line.request("GET", "/")
            if line.getresponse().status < 500:
                line.close()
                return
        line.close()
        time.sleep(0.05)
    raise AssertionError("the server did not start:\n" + said.read_text("utf-8", "replace")[-2000:])


def _end(running: subprocess.Popen[bytes], by: signal.Signals = signal.SIGTERM) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, by)
    running.wait(10)


class Road:
    """A road to a server that can break: every byte goes through here, and a test says what happens on the way.

    `cut_up` and `cut_down` break the line for good after so many bytes of one direction, `answer` is said instead of
    the server's word to whatever begins with `to` (with `once`, only the first time), `meanwhile` is done just before
    the first of these goes on to the server, `through` says what becomes of a request on its way, as at a gateway, and
    `silent` keeps the line open and says nothing.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cut_up = self.cut_down = 0
        self.answer, self.to = b"", b""
        self.silent = self.once = False
        self.meanwhile: Callable[[], object] | None = None
        self.through: Callable[[bytes], bytes] = bytes
        self.lines = 0
        self.asked: list[bytes] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def heal(self) -> None:
        """Let everything through again."""
        self.cut_up = self.cut_down = 0
        self.answer = self.to = b""
        self.silent = self.once = False
        self.meanwhile = None

    def close(self) -> None:
        """Close the road and wait until nobody is on it."""
        self._over.set()
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        self._listener.settimeout(0.05)
        while not self._over.is_set():
            try:
                near, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self.lines += 1
            thread = threading.Thread(target=self._carry, args=(near,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _carry(self, near: socket.socket) -> None:
        up = down = 0
        with near, socket.create_connection(("127.0.0.1", self._to)) as far:
            while not self._over.is_set():
                ready, _, _ = select.select([near, far], [], [], 0.05)
                out = _take(near) if near in ready else None
                back = _take(far) if far in ready else None
                if out == b"" or back == b"":
                    return
                if out:
                    self._note(out)
                    if self.silent:
                        continue
                    if self.meanwhile and out.startswith(self.to):
                        act, self.meanwhile = self.meanwhile, None
                        act()
                    if self.answer and out.startswith(self.to):
                        near.sendall(self.answer)
                        self.answer = b"" if self.once else self.answer
                        return
                    if self.cut_up and up + len(out) >= self.cut_up:
                        far.sendall(out[: self.cut_up - up])
                        return
                    up += len(out)
                    far.sendall(self.through(out))
                if back:
                    if self.cut_down and down + len(back) >= self.cut_down:
                        near.sendall(back[: self.cut_down - down])
                        return
                    down += len(back)
                    near.sendall(back)

    def _note(self, out: bytes) -> None:
        if b" HTTP/1.1\r\n" in out:
            self.asked.append(out.split(b" ", 1)[0] + (b" part" if b"\r\nRange: " in out else b""))


def _take(line: socket.socket) -> bytes:
    """Return what has come, nothing at the end."""
    try:
        return line.recv(65536)
    except OSError:
        return b""


def serving_tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """Return the server's side of TLS for one certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context

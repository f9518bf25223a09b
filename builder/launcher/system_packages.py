"""Finds out what only the package manager of the system can install, and installs it where it may."""

import os
import sys
from collections.abc import Iterator, Sequence
from ctypes import CDLL
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from builder.launcher.clone import LOCK, is_installed, lays_out_pdf, opens_browser
from builder.launcher.terminal import run, say, stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What the package managers call one thing that we need."""

    name: str
    apt: str
    brew: str = ""
    pacman: str = ""


VENV_SUPPORT = Package(name="Python's venv", apt=f"python3.{sys.version_info.minor}-venv", brew="python")
PANGO = Package(
    name="Pango",
    apt="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    brew="pango",
    pacman="mingw-w64-ucrt-x86_64-pango",
)
POPPLER = Package(name="Poppler", apt="poppler-utils", brew="poppler", pacman="mingw-w64-ucrt-x86_64-poppler")
CHROMIUM = Package(name="Chromium", apt="chromium")
JAVA = Package(name="Java", apt="default-jre-headless")
TYPESCRIPT = Package(name="TypeScript", apt="node-typescript")
LOCALES = Package(name="sources of locales", apt="locales")
LIBATOMIC = Package(name="libatomic", apt="libatomic1")

# What WeasyPrint loads, and where Homebrew and MSYS2 keep it.
LIBRARIES = {
    "darwin": ("libpango-1.0.dylib", "libpangoft2-1.0.dylib", "libharfbuzz-subset.0.dylib"),
    "win32": ("libpango-1.0-0.dll", "libpangoft2-1.0-0.dll", "libharfbuzz-subset-0.dll"),
}.get(sys.platform, ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"))
LIBRARY_FOLDERS = {
    "darwin": ("/opt/homebrew/lib/", "/usr/local/lib/"),
    "win32": ("C:\\msys64\\ucrt64\\bin\\", "C:\\msys64\\mingw64\\bin\\"),
}.get(sys.platform, ())

SOURCE_OF_A_LOCALE = Path("/usr/share/i18n/locales/tr_TR")

# None from a snap: that one cannot read the folders which tests write to.
BROWSERS = (Path("/usr/bin/chromium"), Path("/usr/bin/google-chrome"))


def missing_packages(arguments: list[str]) -> Iterator[Package]:
    """Yield what the command needs and the system lacks."""
    # Debian leaves ensurepip out of Python.
    if not (is_installed(LOCK) or find_spec("ensurepip")):
        yield VENV_SUPPORT
    if lays_out_pdf(arguments) and not all(map(is_loadable, LIBRARIES)):
        yield PANGO
    if opens_browser(arguments):
        yield from _missing_for_tests()


def _missing_for_tests() -> Iterator[Package]:
    if not has_poppler():
        yield POPPLER
    if not has_browser() and apt_has_chromium():
        yield CHROMIUM
    # Only a check or two need these: without them they are skipped.
    if manager() == "apt":
        yield from (package for program, package in (("java", JAVA), ("tsc", TYPESCRIPT)) if not which(program))
        if not SOURCE_OF_A_LOCALE.exists():
            yield LOCALES
    # Playwright's driver loads it.
    if sys.platform == "linux" and not is_loadable("libatomic.so.1"):
        yield LIBATOMIC


def is_loadable(library: str) -> bool:
    """Tell whether a program could load the library."""
    for folder in ("", *LIBRARY_FOLDERS):
        try:
            CDLL(folder + library)
        except OSError:
            continue
        return True
    return False


def has_poppler() -> bool:
    """Tell whether pages of a PDF can be drawn."""
    return any(map(which, ("pdftoppm", "C:\\msys64\\ucrt64\\bin\\pdftoppm.exe")))


def has_browser() -> bool:
    """Tell whether the system has a browser for the tests."""
    return any(path.exists() for path in BROWSERS)


def apt_has_chromium() -> bool:
    """Tell whether Chromium is an ordinary package here; Ubuntu's brings a snap."""
    release = Path("/etc/os-release")
    return manager() == "apt" and not (release.exists() and "ID=ubuntu" in release.read_text("utf-8").splitlines())


def manager() -> str:
    """Return which of a Package's names this system understands, or nothing."""
    system = {"win32": "pacman", "darwin": "brew"}.get(sys.platform, "")
    return "apt" if not system and which("apt-get") else system


def install_packages(packages: Sequence[Package]) -> None:
    """Install packages through apt where nobody need be asked, else stop with the line to type."""
    names = ", ".join(package.name for package in packages)
    apt = apt_command()
    if not apt:
        stop(f"not installed: {names}", how_to_install(packages))
    wanted = names_for("apt", packages)
    say(f"installing {wanted}")
    run([*apt, "update"])  # may end in an error where the lists at hand will do
    failure = run([*apt, "install", "-y", "--no-install-recommends", *wanted.split()])
    if failure:
        stop(f"apt-get did not install {names}:{failure}", how_to_install(packages))


def apt_command() -> list[str]:
    """Return apt-get as it can be called without asking anybody, nothing where it cannot."""
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    if manager() != "apt":
        return []
    if sys.platform != "win32" and os.geteuid() == 0:
        return apt
    return ["sudo", "-n", *apt] if which("sudo") and not run(["sudo", "-n", "true"]) else []


def how_to_install(packages: Sequence[Package]) -> str:
    """Return the hint with the one line to type."""
    match manager():
        case "apt":
            return f"type `sudo apt-get install -y {names_for('apt', packages)}`"
        case "brew":
            return f"type `brew install {names_for('brew', packages)}`"
        case "pacman":
            return f"type `pacman -S {names_for('pacman', packages)}` in the UCRT64 window of MSYS2"
        case _:
            return "install that with the package manager of this system"


def names_for(manager: str, packages: Sequence[Package]) -> str:
    """Return what a package manager calls these packages."""
    return " ".join(getattr(package, manager) for package in packages)

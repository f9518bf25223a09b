"""Putting files on a branch of a git repository and pushing it, as hosts of static pages take them."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.output import OutputError
from builder.records import dataclass

_SECRET = re.compile(r"(?<=://)[^/@\s]+@")
_IDENTITY = re.compile(r"(?P<name>.*) <(?P<email>.*)> [0-9]+ [-+][0-9]+")


@dataclass(frozen=True, slots=True)
class Destination:
    """A branch of a remote of the repository that a folder lies in; `address` holds no password."""

    folder: Path
    remote: str
    branch: str
    address: str


def find_destination(folder: Path, remote: str, branch: str) -> Destination:
    """Look whether files can be pushed to a branch.

    Raises:
        OutputError: there is no git, repository or remote of this name, or the branch is the one that is worked on.
    """
    if _git(folder, "rev-parse", "--git-dir").returncode:
        raise OutputError(f"{folder.name} is in no git repository\n  hint: type `git init`, and add a remote")
    if _git(folder, "check-ref-format", "--branch", branch).returncode or branch.startswith("-"):
        raise OutputError(f"`{branch}` is no name for a branch\n  hint: leave `--branch` out for gh-pages")
    if _git(folder, "symbolic-ref", "--short", "HEAD").stdout.strip() == branch:
        raise OutputError(
            f"the branch `{branch}` is the one you work on, and publishing would replace all that is on it\n"
            "  hint: leave `--branch` out for gh-pages"
        )
    found = _git(folder, "remote", "get-url", "--push", "--", remote)
    if found.returncode:
        raise OutputError(f"there is no remote `{remote}`\n  hint: {_remotes(folder, remote)}")
    return Destination(folder, remote, branch, _SECRET.sub("", found.stdout.strip()))


def push_files(files: Mapping[str, bytes], destination: Destination, message: str) -> None:
    """Replace what is on the branch by these files, in a commit after the last one, and push it.

    Raises:
        OutputError: git does not know who commits, or the remote does not take the push.
    """
    folder, remote, branch = destination.folder, destination.remote, destination.branch
    identity = _identity(folder)
    # What others have published since: the next commit comes after theirs. Fails where nothing was published yet.
    _git(folder, "fetch", "--quiet", remote, f"+refs/heads/{branch}:refs/remotes/{remote}/{branch}")
    with TemporaryDirectory() as stage:
        for name, content in sorted(files.items()):
            path = Path(stage, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        command = ["-P", "-m", "ghp_import", f"--message={message}", f"--remote={remote}", f"--branch={branch}", stage]
        _run([sys.executable, *command], folder, "the files cannot be committed", identity)
    refs = f"refs/heads/{branch}:refs/heads/{branch}"
    _run(["git", "push", "--quiet", remote, refs], folder, f"{remote} does not take the push", {})


def _identity(folder: Path) -> Mapping[str, str]:
    found = _IDENTITY.match(_git(folder, "var", "GIT_COMMITTER_IDENT").stdout)
    if found is None:
        hint = "type `git config user.name NAME` and `git config user.email ADDRESS`"
        raise OutputError(f"git does not know who you are\n  hint: {hint}")
    return {"GIT_COMMITTER_NAME": found["name"], "GIT_COMMITTER_EMAIL": found["email"]}


def _remotes(folder: Path, remote: str) -> str:
    names = _git(folder, "remote").stdout.split()
    if not names:
        return f"add one: `git remote add {remote} ADDRESS`"
    return "name one with `--remote`: " + ", ".join(f"`{name}`" for name in names)


def _run(command: list[str], folder: Path, complaint: str, environment: Mapping[str, str]) -> None:
    ended = subprocess.run(  # noqa: S603 - our own command; what the user gave stands behind options' names
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        said = [line for line in ended.stderr.splitlines() if line.strip() and not line.startswith("hint:")]
        reason = "".join(f"\n  {_SECRET.sub('', line)}" for line in said[-5:])
        raise OutputError(f"{complaint}:{reason}")


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - the same
            ["git", *arguments],  # noqa: S607 - the git that the user has
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise OutputError("git is not installed\n  hint: install git; publishing needs it") from error

"""A cluster of two real workers: the same files, whoever dies on the way, and nothing about readers in what it logs."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.batch.cluster import Parcel
from builder.batch.parcels import make_packed
from tests.batches import batch_without, children_of, handouts, quick_project, start_batch, wait_until
from tests.building import matchbook, process_environment

pytestmark = [
    pytest.mark.pdf,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and processes are those of Linux"),
]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler's address, the process that watches over two workers, and the folder with what both log."""

    address: str
    workers: subprocess.Popen[str]
    folder: Path

    @property
    def logs(self) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in self.folder.glob("*.log"))


def start(folder: Path, name: str, *arguments: str) -> subprocess.Popen[str]:
    with (folder / f"{name}.log").open("w", encoding="utf-8") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", name, *arguments, "--no-dashboard"],
            cwd=folder,
            env=process_environment(),
            stdout=log,
            stderr=log,
            text=True,
        )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    told = folder / "scheduler.json"
    where = ("--scheduler-file", str(told))
    scheduler = start(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", *where)
    workers = start(folder, "worker", *where, "--nworkers", "2", "--nthreads", "1", "--local-directory", str(folder))
    try:
        assert wait_until(lambda: told.exists() and told.read_text(encoding="utf-8").endswith("}"))
        yield Cluster(json.loads(told.read_text(encoding="utf-8"))["address"], workers, folder)
    finally:
        for process in (workers, scheduler):
            process.terminate()
            process.wait()


def test_a_cluster_makes_what_this_machine_makes(cluster: Cluster, tmp_path: Path) -> None:
    project = quick_project(tmp_path)
    ended = matchbook(project, "batch", "roster.csv", "--website", "--scheduler", cluster.address)
    made = handouts(project)
    alone = matchbook(project, "batch", "roster.csv", "--website")
    assert (ended.returncode, ended.stdout) == (1, alone.stdout)
    assert len(ended.stdout.splitlines()) == 4
    assert ended.stderr.splitlines()[-1].startswith("row 5   `step1.score` must be a whole number")
    assert made == handouts(project)
    assert cluster.logs
    assert not any(name in cluster.logs for name in ("Araújo", "Bo Xu", "Okafor", "Everyone"))


@pytest.mark.long
def test_a_worker_that_is_killed_keeps_nobody_from_a_handbook(cluster: Cluster, tmp_path: Path) -> None:
    project = quick_project(tmp_path, "id,name\nr1,Ana Araújo\nr2,Bo Xu\nr3,Chidi Okafor\nr4,Dee Dorn\n")
    process = start_batch(project, "roster.csv", "--scheduler", cluster.address)
    assert process.stderr is not None
    assert any(line.startswith("1 of 4 done") for line in iter(process.stderr.readline, ""))
    os.kill(max(children_of(cluster.workers)), signal.SIGKILL)
    output, messages = process.communicate()
    assert (process.returncode, len(output.splitlines())) == (0, 4), messages


def test_what_a_task_gets_says_nothing_where_a_cluster_logs_it() -> None:
    assert "Araújo" not in repr(Parcel('{"name": "Ana Araújo"}'))


def test_another_version_on_the_cluster_makes_nothing(tmp_path: Path) -> None:
    project = quick_project(tmp_path)
    folders = [str(project / name) for name in ("", "content", "templates", "profiles", "site")]
    settings = {"paper": "A4", "has_website": False, "has_names": False, "shared": "another hash"}
    told = list(make_packed(json.dumps({"folders": folders, **settings, "jobs": [{}, {}]})))
    assert [json.loads(line)["why"] for line in told] == [
        "the cluster has another version of the guide, the program, its libraries or fonts, or does not see them"
    ] * 2
    assert not (project / "site").exists()


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path) -> None:
    ended = matchbook(quick_project(tmp_path), "batch", "roster.csv", "--scheduler", "tcp://127.0.0.1:1")
    assert ended.returncode == 2
    assert ended.stderr.endswith(
        "error: no scheduler answers at tcp://127.0.0.1:1\n  hint: docs/batch.md says how to start one\n"
    )
    assert handouts(tmp_path) == {}


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    ended = matchbook(quick_project(tmp_path), "batch", "roster.csv", "--scheduler", "localhost")
    assert ended.returncode == 2
    assert ended.stderr.endswith("Error: expected an address such as tcp://127.0.0.1:8786 after --scheduler\n")
    assert not (tmp_path / "site").exists()


def test_a_scheduler_without_the_package_that_reaches_it_is_refused(tmp_path: Path) -> None:
    project = quick_project(tmp_path)
    ended = batch_without("distributed", project, "roster.csv", "--scheduler", "tcp://127.0.0.1:1")
    assert ended.returncode == 2
    assert "error: `--scheduler` needs the package `distributed`\n  hint: type `pip install" in ended.stderr

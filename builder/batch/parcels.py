"""Some readers' files to make as text, for another process or machine that sees the same folders."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypedDict

from builder.batch.freshness import shared_inputs
from builder.batch.readers import Reader
from builder.batch.work import Failed, Handout, Job, Making, Outcome, Settings
from builder.library import Library
from builder.limits import Limits
from builder.paper import Paper
from builder.pipeline import load
from builder.processes import Died, run_jobs
from builder.profiles import Profile
from builder.project import Project
from builder.schema import FieldName
from builder.sources import whole_file

_OTHER_VERSION = (
    "the cluster has another version of the guide, the program, its libraries or fonts, or does not see them"
)


class _Packed(TypedDict):
    """One job as JSON."""

    id: str
    source: str
    given: Mapping[str, bool | int | str | list[str] | tuple[str, ...]]
    password: str
    target: str
    inputs: str


class _Parcel(TypedDict):
    """Some jobs as JSON, with what they share."""

    folders: Sequence[str]
    paper: str
    has_website: bool
    has_names: bool
    shared: str
    jobs: Sequence[_Packed]


def pack(project: Project, settings: Settings, shared: str, jobs: Sequence[Job]) -> str:
    """Return jobs as JSON: folders, settings, the hash of what all readers share, and the answers."""
    folders = project.root, project.content, project.templates, project.profiles, project.site
    parcel: _Parcel = {
        "folders": [str(folder.absolute()) for folder in folders],
        "paper": settings.paper,
        "has_website": settings.has_website,
        "has_names": settings.has_names,
        "shared": shared,
        "jobs": [_packed(job) for job in jobs],
    }
    return json.dumps(parcel)


def _packed(job: Job) -> _Packed:
    return {
        "id": job.reader.id,
        "source": job.reader.source,
        "given": {str(name): value for name, value in job.reader.given.items()},
        "password": job.reader.password,
        "target": str(job.target.absolute()),
        "inputs": job.inputs,
    }


def make_packed(text: str) -> Iterator[str]:
    """Make what a parcel asks for, each reader's files in a process of its own, and yield each outcome as JSON.

    Nothing is made from a guide, or by a program, that is not the sender's: its bytes would be others.
    """
    parcel: _Parcel = json.loads(text)
    project = Project(*map(Path, parcel["folders"]))
    if shared_inputs(project) != parcel["shared"]:
        yield from (json.dumps(asdict(Failed(_OTHER_VERSION))) for _ in parcel["jobs"])
        return
    library = load(project)
    settings = Settings(paper=Paper(parcel["paper"]), has_website=parcel["has_website"], has_names=parcel["has_names"])
    jobs = [_unpacked(job, library) for job in parcel["jobs"]]
    for _, outcome in run_jobs(jobs, Making(project, library, settings), 1, Limits()):
        yield json.dumps(asdict(Failed(outcome.why) if isinstance(outcome, Died) else outcome))


def _unpacked(job: _Packed, library: Library) -> Job:
    answers = job["given"].items()
    given = {FieldName(name): tuple(value) if isinstance(value, list) else value for name, value in answers}
    reader = Reader(
        id=job["id"],
        source=job["source"],
        place=whole_file(job["source"]),
        profile=Profile(job["source"], library.vocabulary.facts(given)),
        password=job["password"],
    )
    return Job(reader, Path(job["target"]), job["inputs"])


def outcome_of(line: str) -> Outcome:
    """Return what became of a reader, as the one who made the files tells it."""
    told = json.loads(line)
    return Failed(**told) if "why" in told else Handout(**{**told, "warnings": tuple(told["warnings"])})

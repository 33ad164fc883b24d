"""Labelwright on Apache Spark: the votes of labeling functions, where the records are.

A labeling module is packed into one file (``labelwright pack labeling.ts --output dist/``). This module ships that
file with the job and runs it in one Node process per partition, so the machines of the cluster need nothing of ours:

    from pyspark.sql import SparkSession
    from labelwright_spark import Pack

    spark = SparkSession.builder.getOrCreate()
    pack = Pack(spark, "dist/", node_archive="node.tar.gz")
    votes = pack.apply(spark.read.parquet("comments"))
    votes.write.parquet("votes")
    votes = spark.read.parquet("votes")
    pack.statistics(votes, "statistics.jsonl")
    pack.fit(["statistics.jsonl"], "model.json")
    pack.predict(votes, "model.json").write.parquet("labels")

Everything is keyed by the record's id, never by order: a task that runs again, or twice, gives the same rows.
For PySpark 3.5 and 4, with pandas and pyarrow on the executors, as ``mapInPandas`` needs them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import deque
from typing import IO, Any, Callable, Iterable, Iterator, Sequence

import pandas as pd
from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

__all__ = ["Pack", "WorkerFailed"]

#: How many distinct vote patterns are counted, and joined to their probabilities; beyond, a sample stands for them.
CAP = 2_000_000
#: How many records the sample has.
SAMPLE = 200_000
#: How many rows of a worker make one batch for Spark.
ROWS = 10_000

VOTES = "id string, key bigint, votes array<smallint>, levels array<smallint>, faults string"
LABELS = "id string, label string, probabilities array<double>"


class WorkerFailed(RuntimeError):
    """A worker ended early or lost count; Spark runs the task again."""


class Pack:
    """A packed labeling module, shipped with the job.

    :param folder: what ``labelwright pack`` wrote
    :param node_archive: a ``.tar.gz`` or ``.zip`` with ``bin/node``, unpacked on every machine. Without it ``node``
        must be there.
    :param node: the command that runs Node (20.19 or newer) where no archive is given
    """

    def __init__(
        self, spark: SparkSession, folder: str, node_archive: str | None = None, node: str = "node"
    ) -> None:
        self._spark = spark
        manifest = os.path.join(folder, "manifest.json")
        with open(manifest, encoding="utf-8") as file:
            self._manifest = json.load(file)
        if self._manifest.get("labelwright") != "pack":
            raise ValueError(f"{manifest}: found no packed labeling module; expected one by 'labelwright pack'")
        context = spark.sparkContext
        context.addPyFile(__file__)
        self._module = _ship(spark, os.path.join(folder, self._manifest["file"]))
        self._described = _ship(spark, manifest)
        if node_archive is not None:
            # Named by its content, so that another archive of the same name is another place.
            self._node = f"{os.path.basename(node_archive)}.d/bin/node"
            context.addArchive(f"{node_archive}#{os.path.basename(node_archive)}.d")
        else:
            self._node = node
        self._shipped = node_archive is not None

    @property
    def labels(self) -> list[str]:
        """The labels, in the order of the probabilities."""
        return list(self._manifest["labels"])

    @property
    def functions(self) -> list[str]:
        """The labeling functions, in the order of the votes."""
        return list(self._manifest["functions"])

    def apply(self, records: DataFrame, id: str = "id") -> DataFrame:
        """Labels records: one row of votes for each.

        :param records: with a column that names each record, and the fields that the labeling functions read
        :param id: that column; every record needs a value of its own
        :returns: ``id``; ``key``, a number made of it; ``votes``, by function the position of the label or -1;
            ``levels``, confidences in twentieths where some vote is unsure; ``faults``, JSON where functions failed
        """
        command = self._command("--stdio", "--id", id)

        def label(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
            return _through_worker(batches, command, _record_lines, _votes_frame)

        return records.mapInPandas(label, VOTES)

    def statistics(self, votes: DataFrame, path: str, cap: int = CAP, sample: int = SAMPLE, name: str = "spark") -> int:
        """Writes what a label model needs to know about the votes to a file on the driver, for :meth:`fit`.

        :param cap: with more distinct patterns than this, pairs of votes and a sample are kept instead
        :param sample: how many records the sample has: those with the lowest keys
        :param name: names these records: statistics of the same name are counted once
        :returns: the number of records
        """
        votes = votes.select("key", "votes", "levels")
        patterns = votes.groupBy("votes", "levels").count().cache()
        try:
            counted = patterns.limit(cap + 1).count()
            records = votes.count() if counted > cap else int(patterns.agg(F.sum("count")).first()[0] or 0)
            header = {
                "labelwright": "statistics",
                "version": 1,
                "labels": self.labels,
                "functions": self.functions,
                "records": records,
                "shards": [{"id": name, "records": records}],
                "cap": cap,
                "sample": sample,
                "patterns": None if counted > cap else counted,
            }
            lines: Iterable[Any]
            if counted > cap:
                lines = _pairs(votes)
            else:
                lines = ({"count": row["count"], "votes": _cells(row)} for row in sorted(patterns.collect(), key=_order))
            sampled = votes.orderBy("key", "votes", "levels").limit(sample).collect()
            sampled = ({"key": row["key"], "votes": _cells(row)} for row in sampled)
            _write_lines(path, [header], lines, sampled)
        finally:
            patterns.unpersist()
        return records

    def fit(self, statistics: Sequence[str], output: str, estimator: str = "auto") -> None:
        """Fits a label model on the driver to any number of files of statistics, and writes it as JSON."""
        run = subprocess.run(
            self._command("--fit", *statistics, "--output", output, "--estimator", estimator)(),
            capture_output=True,
            text=True,
            check=False,
        )
        sys.stderr.write(run.stderr)
        if run.returncode != 0:
            raise WorkerFailed(f"fitting ended with exit code {run.returncode}: {run.stderr.strip()}")

    def predict(self, votes: DataFrame, model: str, cap: int = CAP) -> DataFrame:
        """Gives each record its probabilities, by a join of vote patterns.

        :param votes: what :meth:`apply` gave
        :param model: a fitted label model, on the driver
        :param cap: with more distinct patterns than this, each partition asks a worker instead
        :returns: ``id``; ``label``, null where there are no votes or labels tie; ``probabilities``, by label
        """
        command = self._command("--score", "--model", _ship(self._spark, model))
        patterns = votes.select("votes", "levels").distinct().limit(cap + 1).collect()
        if len(patterns) > cap:

            def score(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
                return _score_rows(batches, command)

            return votes.select("id", "votes", "levels").mapInPandas(score, LABELS)
        frame = pd.DataFrame([(row["votes"], row["levels"]) for row in patterns], columns=["votes", "levels"])
        scored = pd.concat([*_score_rows(iter([frame]), command)], ignore_index=True)
        rows = [
            (row["votes"], row["levels"], label, probabilities)
            for row, label, probabilities in zip(patterns, scored["label"], scored["probabilities"])
        ]
        schema = "p_votes array<smallint>, p_levels array<smallint>, label string, probabilities array<double>"
        table = F.broadcast(self._spark.createDataFrame(rows, schema))
        same = (votes["votes"] == table["p_votes"]) & votes["levels"].eqNullSafe(table["p_levels"])
        return votes.join(table, same).select("id", "label", "probabilities")

    def _command(self, *arguments: str | _Shipped) -> Callable[[], list[str]]:
        """The command of a worker, made where it runs: shipped files lie elsewhere on each machine."""
        node = _Shipped(self._node) if self._shipped else self._node
        parts = [node, self._module, "--manifest", self._described, *arguments]
        return lambda: [part.here() if isinstance(part, _Shipped) else part for part in parts]


def _ship(spark: SparkSession, path: str) -> _Shipped:
    """Ships a file under a name made of its content: Spark never replaces a file that it has shipped."""
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()[:16]
    stem, ending = os.path.splitext(os.path.basename(path))
    name = f"{stem}.{digest}{ending}"
    job = (spark.sparkContext.applicationId, name)
    if job not in _shipped:
        copy = os.path.join(tempfile.mkdtemp(prefix="labelwright-"), name)
        shutil.copyfile(path, copy)
        spark.sparkContext.addFile(copy)
        _shipped.add(job)
    return _Shipped(name)


#: The files shipped by this process, by application and name.
_shipped: set[tuple[str, str]] = set()


class _Shipped:
    """A file that Spark ships with the job."""

    def __init__(self, name: str) -> None:
        self.name = name

    def here(self) -> str:
        return SparkFiles.get(self.name)


def _through_worker(
    batches: Iterator[pd.DataFrame],
    command: Callable[[], list[str]],
    to_lines: Callable[[pd.DataFrame], str],
    to_frame: Callable[[list[dict[str, Any]]], pd.DataFrame],
) -> Iterator[pd.DataFrame]:
    """Feeds one worker from a thread of its own and reads what it answers, so that neither waits for the other."""
    worker = subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    feeder = _Feeder(worker.stdin, batches, to_lines)
    said = _Tail(worker.stderr)
    try:
        closing: dict[str, Any] | None = None
        rows: list[dict[str, Any]] = []
        answered = 0
        for line in worker.stdout:
            row = json.loads(line)
            if row.get("labelwright") == "end":
                closing = row
                continue
            rows.append(row)
            answered += 1
            if len(rows) >= ROWS:
                yield to_frame(rows)
                rows = []
        code = worker.wait()
        said.join()
        if code != 0 or closing is None:
            if feeder.error is not None:
                raise feeder.error
            raise WorkerFailed(f"the worker ended with exit code {code} after {answered} rows: {said.text()}")
        feeder.join()
        if feeder.error is not None:
            raise feeder.error
        if answered != feeder.fed:
            raise WorkerFailed(f"the worker answered {answered} rows; expected {feeder.fed}")
        if rows:
            yield to_frame(rows)
    finally:
        worker.kill()
        worker.wait()


class _Feeder(threading.Thread):
    """Writes batches to a worker until they end or it is gone."""

    def __init__(
        self, stdin: IO[bytes], batches: Iterator[pd.DataFrame], to_lines: Callable[[pd.DataFrame], str]
    ) -> None:
        super().__init__(daemon=True)
        self.fed = 0
        self.error: BaseException | None = None
        self._stdin = stdin
        self._batches = batches
        self._to_lines = to_lines
        self.start()

    def run(self) -> None:
        try:
            for batch in self._batches:
                self._stdin.write(self._to_lines(batch).encode("utf-8"))
                self.fed += len(batch)
        except BrokenPipeError:
            pass  # The worker is gone; its exit code says why.
        except BaseException as error:  # Raised again in the task's own thread.
            self.error = error
        finally:
            try:
                self._stdin.close()
            except OSError:
                pass


class _Tail(threading.Thread):
    """Passes on what a worker says, and keeps the end of it for messages."""

    def __init__(self, stderr: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._stderr = stderr
        self._lines: deque[str] = deque(maxlen=20)
        self.start()

    def run(self) -> None:
        for line in self._stderr:
            text = line.decode("utf-8", "replace")
            self._lines.append(text)
            sys.stderr.write(text)

    def text(self) -> str:
        return "".join(self._lines).strip() or "it said nothing"


def _record_lines(batch: pd.DataFrame) -> str:
    """The rows as JSON Lines."""
    if len(batch) == 0:
        return ""
    text = batch.to_json(orient="records", lines=True, force_ascii=False, date_format="iso")
    return text if text.endswith("\n") else text + "\n"


def _votes_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [row["id"] for row in rows],
            "key": [row["key"] for row in rows],
            "votes": [row["votes"] for row in rows],
            "levels": [row.get("levels") for row in rows],
            "faults": [json.dumps(row["faults"]) if "faults" in row else None for row in rows],
        }
    )


def _score_rows(batches: Iterator[pd.DataFrame], command: Callable[[], list[str]]) -> Iterator[pd.DataFrame]:
    """Scores the votes of some rows; a worker keeps the order of its lines, so ids need not travel."""
    ids: deque[Any] = deque()

    def to_lines(batch: pd.DataFrame) -> str:
        ids.extend(batch["id"] if "id" in batch else [None] * len(batch))
        return "".join(
            json.dumps({"votes": _integers(votes), **({} if levels is None else {"levels": _integers(levels)})}) + "\n"
            for votes, levels in zip(batch["votes"], batch["levels"])
        )

    def to_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "id": [ids.popleft() for _ in rows],
                "label": [row["label"] for row in rows],
                "probabilities": [row["probabilities"] for row in rows],
            }
        )

    return _through_worker(batches, command, to_lines, to_frame)


def _integers(values: Iterable[Any]) -> list[int]:
    return [int(value) for value in values]


def _cells(row: Any) -> list[list[int]]:
    """The votes of a row as column and label, and level where a vote is unsure."""
    cells = []
    for column, vote in enumerate(row["votes"]):
        if vote < 0:
            continue
        level = 20 if row["levels"] is None else row["levels"][column]
        cells.append([column, vote] if level == 20 else [column, vote, level])
    return cells


def _order(row: Any) -> tuple[Any, Any]:
    return (list(row["votes"]), list(row["levels"] or []))


def _pairs(votes: DataFrame) -> Iterator[dict[str, int]]:
    """How many records have each vote, and each two votes."""
    first = votes.select("key", "votes", F.posexplode("votes").alias("a", "labelOfA"))
    both = first.select("a", "labelOfA", F.posexplode("votes").alias("b", "labelOfB"))
    kept = both.where("b >= a and labelOfA >= 0 and labelOfB >= 0")
    counts = kept.groupBy("a", "labelOfA", "b", "labelOfB").agg(F.count("*").alias("records"))
    for row in counts.orderBy("a", "labelOfA", "b", "labelOfB").collect():
        yield row.asDict()


def _write_lines(path: str, *parts: Iterable[Any]) -> None:
    """Writes JSON Lines beside their place and renames them, so that they are whole or not there."""
    unfinished = f"{path}.part"
    with open(unfinished, "w", encoding="utf-8") as file:
        for part in parts:
            for line in part:
                file.write(json.dumps(line, separators=(",", ":")) + "\n")
    os.replace(unfinished, path)

"""Runs a packed labeling module on a real local cluster of Spark, and kills parts of it meanwhile.

Called by ``pnpm test:spark`` and ``pnpm bench:spark`` with a folder that holds ``pack/``, ``records.jsonl``, ``node.tar.gz`` and what one
process made of the same records: ``votes.jsonl``, ``model.json``, ``labels.jsonl``. Prints one line per finding and
ends with exit code 1 where something differs. With a number of executors behind the folder nothing is killed: the
records are labelled twice, and the second time counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import Any, Callable, Iterable

from pyspark.sql import DataFrame, SparkSession

from labelwright_spark import Pack

folder = sys.argv[1]
EXECUTORS = int(sys.argv[2]) if len(sys.argv) > 2 else 2
PARTITIONS = 12
failed = False


def main() -> None:
    import pyspark

    print(f"PySpark {pyspark.__version__}, Python {sys.version.split()[0]}, master local-cluster[{EXECUTORS},1,2048]")
    spark = start()
    pack = Pack(spark, at("pack"), node_archive=at("node.tar.gz"))
    records = spark.read.schema("id string, text string").json(at("records.jsonl")).repartition(PARTITIONS)
    if len(sys.argv) > 2:
        measure(spark, pack, records)
        sys.exit(1 if failed else 0)
    expected = {
        "votes": digest(expected_votes()),
        "model": content_hash(at("model.json")),
        "labels": digest(expected_labels()),
    }
    print(f"one process: votes {short(expected['votes'])}, model {short(expected['model'])}, labels {short(expected['labels'])}")

    quiet, _ = timed(lambda: store(pack.apply(records), "votes-quiet"))
    print(f"apply, nothing killed: {quiet:.1f} s")
    check("votes, nothing killed", digest(found_votes(spark, "votes-quiet")), expected["votes"])

    # Each kill begins when the stage is well under way, and must find something to kill.
    for name, pattern in [("an executor", "CoarseGrainedExecutorBackend"), ("a worker process", "lfs\\..*--stdio")]:
        killer = Killer(pattern, after=max(2.0, quiet / 3))
        seconds, _ = timed(lambda: store(pack.apply(records), "votes-killed"))
        killed = killer.stop()
        print(f"apply, {name} killed after {killer.after:.1f} s: {seconds:.1f} s, process {killed}")
        if killed is None:
            fail(f"found nothing to kill for {name}")
        check(f"votes, {name} killed", digest(found_votes(spark, "votes-killed")), expected["votes"])

    votes = spark.read.parquet(at("votes-killed"))
    seconds, counted = timed(lambda: pack.statistics(votes, at("statistics.jsonl")))
    print(f"statistics of {counted} records: {seconds:.1f} s")
    seconds, _ = timed(lambda: pack.fit([at("statistics.jsonl")], at("spark-model.json")))
    print(f"fit: {seconds:.1f} s")
    check("model", content_hash(at("spark-model.json")), expected["model"])
    seconds, _ = timed(lambda: store(pack.predict(votes, at("spark-model.json")), "labels"))
    print(f"predict, by a join of patterns: {seconds:.1f} s")
    check("labels, by a join", digest(found_labels(spark, "labels")), expected["labels"])
    seconds, _ = timed(lambda: store(pack.predict(votes, at("spark-model.json"), cap=1), "labels-pass"))
    print(f"predict, by a second pass: {seconds:.1f} s")
    check("labels, by a second pass", digest(found_labels(spark, "labels-pass")), expected["labels"])

    pack.statistics(votes, at("capped.jsonl"), cap=1, sample=50_000)
    run = subprocess.run(
        ["node", packed(), "--fit", at("capped.jsonl"), "--output", at("capped-model.json")],
        capture_output=True,
        text=True,
        check=True,
    )
    print(f"more patterns than the cap: {run.stderr.strip()}")
    one = subprocess.run(
        ["node", packed(), "--shard", at("records.jsonl"), "--output", at("one"), "--cap", "1", "--sample", "50000"],
        capture_output=True,
        text=True,
        check=True,
    )
    statistics = json.loads(one.stdout)["statistics"]
    check("statistics over the cap", rest_hash(at("capped.jsonl")), rest_hash(statistics))
    spark.stop()
    sys.exit(1 if failed else 0)


def measure(spark: SparkSession, pack: Pack, records: DataFrame) -> None:
    for _ in range(2):
        seconds, _ = timed(lambda: store(pack.apply(records), "votes-measured"))
    count = spark.read.parquet(at("votes-measured")).count()
    print(f"apply, {EXECUTORS} executors of one core: {seconds:.1f} s, {count / seconds / 1000:.0f} thousand records a second")
    check("votes", digest(found_votes(spark, "votes-measured")), digest(expected_votes()))
    spark.stop()


def start() -> SparkSession:
    import pyspark

    os.environ.setdefault("SPARK_HOME", os.path.dirname(pyspark.__file__))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    return (
        SparkSession.builder.master(f"local-cluster[{EXECUTORS},1,2048]")
        .appName("labelwright")
        .config("spark.executor.memory", "2048m")
        .config("spark.speculation", "true")
        .config("spark.speculation.interval", "200ms")
        .config("spark.speculation.multiplier", "1.1")
        .config("spark.speculation.quantile", "0.5")
        .config("spark.speculation.minTaskRuntime", "500ms")
        .config("spark.task.maxFailures", "8")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", str(PARTITIONS))
        .getOrCreate()
    )


class Killer(threading.Thread):
    """Kills one process whose command matches, once, some time from now."""

    def __init__(self, pattern: str, after: float) -> None:
        super().__init__(daemon=True)
        self.after = after
        self._pattern = pattern
        self._killed: int | None = None
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        self._over.wait(self.after)
        while not self._over.is_set():
            # The launcher of a process has its command, too: what counts is the last one started.
            found = subprocess.run(["pgrep", "-n", "-f", self._pattern], capture_output=True, text=True, check=False)
            if found.stdout.strip():
                self._killed = int(found.stdout)
                os.kill(self._killed, signal.SIGKILL)
                return
            time.sleep(0.05)

    def stop(self) -> int | None:
        self._over.set()
        self.join()
        return self._killed


def store(frame: DataFrame, name: str) -> None:
    shutil.rmtree(at(name), ignore_errors=True)
    frame.write.parquet(at(name))


def found_votes(spark: SparkSession, name: str) -> Iterable[str]:
    for row in spark.read.parquet(at(name)).select("id", "votes").toLocalIterator():
        yield f"{row['id']} {list(row['votes'])}"


def found_labels(spark: SparkSession, name: str) -> Iterable[str]:
    for row in spark.read.parquet(at(name)).toLocalIterator():
        yield f"{row['id']} {row['label']} {list(row['probabilities'])}"


def expected_votes() -> Iterable[str]:
    with open(at("votes.jsonl"), encoding="utf-8") as file:
        header = json.loads(next(file))
        labels = {label: position for position, label in enumerate(header["labels"])}
        for line in file:
            record = json.loads(line)
            votes = [labels.get(record["votes"].get(name), -1) for name in header["functions"]]
            yield f"{record['id']} {votes}"


def expected_labels() -> Iterable[str]:
    with open(at("labels.jsonl"), encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield f"{record['id']} {record['label']} {[float(p) for p in record['probabilities'].values()]}"


def digest(lines: Iterable[str]) -> str:
    """The hash of the lines in the order of their text: rows have no order of their own."""
    found = hashlib.sha256()
    for line in sorted(lines):
        found.update(line.encode() + b"\n")
    return found.hexdigest()


def content_hash(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def rest_hash(path: str) -> str:
    """The hash of the values behind the header, which names where they come from."""
    with open(path, encoding="utf-8") as file:
        next(file)
        return digest(json.dumps(json.loads(line), sort_keys=True) for line in file)


def packed() -> str:
    with open(at("pack/manifest.json"), encoding="utf-8") as file:
        return at(f"pack/{json.load(file)['file']}")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def check(what: str, found: str, expected: str) -> None:
    if found == expected:
        print(f"same {what}: {short(found)}")
    else:
        fail(f"{what}: found {short(found)}; expected {short(expected)}")


def fail(message: str) -> None:
    global failed
    failed = True
    print(f"DIFFERS {message}")


def short(digest_: str) -> str:
    return digest_[:12]


def at(name: str) -> str:
    return os.path.join(folder, name)


if __name__ == "__main__":
    main()

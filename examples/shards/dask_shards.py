"""Labels the parts of a file on a Dask cluster: ``python dask_shards.py PACK RECORDS FOLDER [PARTS] [SCHEDULER]``.

Pack, records and folder must be where all workers of the cluster see them. A part is a command: Dask runs it again
where a worker dies, and it writes the same bytes to the same names.
"""

import glob
import subprocess
import sys

from dask.distributed import Client


def label(program: str, records: str, folder: str, span: str) -> str:
    command = ["node", program, "--shard", records, "--output", folder, "--range", span]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(pack: str, records: str, folder: str, parts: str = "16", scheduler: str = "") -> None:
    [program] = glob.glob(f"{pack}/lfs.*.mjs")
    split = subprocess.run(
        ["node", program, "--shard", records, "--split", parts], check=True, capture_output=True, text=True
    )
    with Client(scheduler or None) as client:
        spans = split.stdout.split()
        # Not pure: a part is done for its files, not for what it returns.
        for outcome in client.gather([client.submit(label, program, records, folder, span, pure=False) for span in spans]):
            print(outcome, end="")
    statistics = sorted(glob.glob(f"{folder}/*.statistics.jsonl"))
    subprocess.run(["node", program, "--fit", *statistics, "--output", f"{folder}/model.json"], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

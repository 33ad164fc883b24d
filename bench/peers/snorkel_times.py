"""Times Snorkel on the files that bench/peers/main.ts wrote; prints one line of JSON."""

import json
import sys
import time

import numpy as np
import pandas as pd
from snorkel.labeling import LabelingFunction, LFAnalysis, PandasLFApplier
from snorkel.labeling.model import LabelModel, MajorityLabelVoter

folder = sys.argv[1]


def best(work, times):
    """The least seconds of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def has_words(words):
    return lambda record: 1 if any(word in record.words for word in words) else -1


def rule(number, words):
    return LabelingFunction(f"rule{number}", f=has_words(words))


with open(f"{folder}/rules.json") as file:
    rules = json.load(file)
texts = pd.read_json(f"{folder}/texts.jsonl", lines=True)
# Splitting is done beforehand, which favours Snorkel.
texts["words"] = [set(text.split()) for text in texts["text"]]
applier = PandasLFApplier([rule(n, words) for n, words in enumerate(rules)])
votes = np.load(f"{folder}/votes.npy")
applied = applier.apply(texts, progress_bar=False)
labels = int(votes.max()) + 1


def fit():
    model = LabelModel(cardinality=labels, verbose=False)
    model.fit(votes, n_epochs=100, seed=1, progress_bar=False)
    return model


fitted = fit()
majority = MajorityLabelVoter(cardinality=labels)
print(
    json.dumps(
        {
            "votes": int((applied != -1).sum()),
            "apply": best(lambda: applier.apply(texts, progress_bar=False), 3),
            "analyse": best(lambda: LFAnalysis(votes).lf_summary(), 3),
            "majority": best(lambda: majority.predict_proba(votes), 3),
            "fit": best(fit, 3),
            "predict": best(lambda: fitted.predict_proba(votes), 3),
        }
    )
)

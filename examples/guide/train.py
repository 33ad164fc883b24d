import pandas
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

records = pandas.read_json("comments.jsonl", lines=True, dtype={"id": str})
labels = pandas.read_json("out/labels.jsonl", lines=True, dtype={"id": str})
training = records.merge(labels, on="id").dropna(subset="label")

# Each record stands there once for every label, weighed by the probability of the label.
shares = pandas.DataFrame(training.probabilities.tolist(), index=training.index).stack()
rows, names = shares.index.get_level_values(0), shares.index.get_level_values(1)

classifier = make_pipeline(TfidfVectorizer(), LogisticRegression())
classifier.fit(training.text[rows], names, logisticregression__sample_weight=shares)
print(classifier.predict(["check out my new channel", "her voice is wonderful"]))

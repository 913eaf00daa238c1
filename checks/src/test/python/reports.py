"""What scikit-learn prints of labels.

usage: reports.py CASES RESULT

CASES is a list of objects with gold, predicted and names, of which several labels an example have lists of booleans.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy
from sklearn.metrics import classification_report

warnings.filterwarnings("ignore")


def text(case):
    gold, predicted = numpy.array(case["gold"]), numpy.array(case["predicted"])
    labels = {} if gold.ndim == 2 else {"labels": range(len(case["names"]))}
    return classification_report(gold, predicted, target_names=case["names"], digits=case["digits"], zero_division=0, **labels)


if __name__ == "__main__":
    cases, result = map(Path, sys.argv[1:])
    result.write_text(json.dumps([text(case) for case in json.loads(cases.read_text())]), encoding="utf-8")

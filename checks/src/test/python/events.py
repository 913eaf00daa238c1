"""What TensorBoard reads in a folder of event files.

usage: events.py FOLDER RESULT
"""

import json
import sys
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData


def plugin(events, tag):
    return HParamsPluginData.FromString(events.SummaryMetadata(tag).plugin_data.content)


if __name__ == "__main__":
    folder, result = sys.argv[1:]
    events = EventAccumulator(folder, size_guidance={"scalars": 0, "histograms": 0, "tensors": 0})
    events.Reload()
    tags = events.Tags()
    start = plugin(events, "_hparams_/session_start_info").session_start_info.hparams
    read = {
        "scalars": {tag: [[one.step, one.value] for one in events.Scalars(tag)] for tag in tags["scalars"]},
        "histograms": {tag: [[one.step, one.histogram_value.num, sum(one.histogram_value.bucket)] for one in events.Histograms(tag)]
                       for tag in tags["histograms"]},
        "texts": {tag: events.Tensors(tag)[0].tensor_proto.string_val[0].decode() for tag in tags["tensors"]},
        "settings": {name: getattr(value, value.WhichOneof("kind")) for name, value in start.items()},
    }
    Path(result).write_text(json.dumps(read), encoding="utf-8")

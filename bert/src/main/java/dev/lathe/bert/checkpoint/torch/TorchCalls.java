package dev.lathe.bert.checkpoint.torch;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.torch.PickleValue.Constant;
import dev.lathe.bert.checkpoint.torch.PickleValue.Dictionary;
import dev.lathe.bert.checkpoint.torch.PickleValue.Named;
import dev.lathe.bert.checkpoint.torch.PickleValue.Storage;
import dev.lathe.bert.checkpoint.torch.PickleValue.Strided;
import dev.lathe.bert.checkpoint.torch.PickleValue.Text;
import dev.lathe.bert.checkpoint.torch.PickleValue.Tuple;
import dev.lathe.bert.checkpoint.torch.PickleValue.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the calls in a pickle stand for, described instead of made. Source: `torch/_utils.py`, `torch/serialization.py`.
final class TorchCalls {
    private static final int MAX_AXES = 16;

    private final String file;
    private final Map<String, Storage> storages = new LinkedHashMap<>();

    TorchCalls(String file) {
        this.file = file;
    }

    /// Every storage that was asked for, by its key.
    Map<String, Storage> storages() {
        return storages;
    }

    /// The result of calling one of the names.
    PickleValue made(TorchName name, List<PickleValue> arguments) throws CheckpointException {
        return switch (name) {
            case ORDERED_DICT -> dictionary(arguments);
            case REBUILD_TENSOR -> tensor(arguments);
            case REBUILD_PARAMETER -> parameter(arguments);
            case FLOAT, HALF, BFLOAT16, DOUBLE, LONG, INT, SHORT, CHAR, BYTE, BOOL ->
                throw new CheckpointException(file, "its pickle calls '" + name.path() + "'; nothing was run");
        };
    }

    /// A storage by its persistent id: `('storage', class, key, device, elements)`, before PyTorch 1.6 with a `None` behind.
    Storage storage(PickleValue id) throws CheckpointException {
        if (id instanceof Tuple(List<PickleValue> parts)
                && (parts.size() == 5 || parts.size() == 6 && parts.get(5) == Constant.NONE)
                && parts.get(0) instanceof Text(String kind) && kind.equals("storage")
                && parts.get(1) instanceof Named(TorchName type) && type.storage().isPresent()
                && parts.get(2) instanceof Text(String key) && key.matches("\\w{1,32}")
                && parts.get(3) instanceof Text
                && parts.get(4) instanceof Whole(long elements) && elements >= 0) {
            var storage = new Storage(type.storage().get(), key, elements);
            Storage other = storages.putIfAbsent(key, storage);
            if (other != null && !other.equals(storage)) {
                throw new CheckpointException(file, "its pickle has two storages '" + key + "': " + other.elements() + " values "
                        + other.type() + " and " + elements + " values " + storage.type());
            }
            return storage;
        }
        throw new CheckpointException(file, "its pickle has a persistent id that describes no storage");
    }

    private Dictionary dictionary(List<PickleValue> arguments) throws CheckpointException {
        if (!arguments.isEmpty()) {
            throw wrongArguments(TorchName.ORDERED_DICT);
        }
        return new Dictionary();
    }

    /// `(storage, offset, size, stride, requires_grad, hooks)`, and in later versions metadata.
    private Strided tensor(List<PickleValue> arguments) throws CheckpointException {
        if (arguments.size() >= 6 && arguments.size() <= 7
                && arguments.get(0) instanceof Storage storage
                && arguments.get(1) instanceof Whole(long offset)
                && arguments.get(2) instanceof Tuple(List<PickleValue> size)
                && arguments.get(3) instanceof Tuple(List<PickleValue> stride)
                && arguments.get(4) instanceof Constant
                && arguments.get(5) instanceof Dictionary) {
            return new Strided(storage, offset, numbers(size), numbers(stride));
        }
        throw wrongArguments(TorchName.REBUILD_TENSOR);
    }

    /// `(tensor, requires_grad, hooks)`.
    private Strided parameter(List<PickleValue> arguments) throws CheckpointException {
        if (arguments.size() == 3 && arguments.get(0) instanceof Strided tensor) {
            return tensor;
        }
        throw wrongArguments(TorchName.REBUILD_PARAMETER);
    }

    private List<Long> numbers(List<PickleValue> values) throws CheckpointException {
        var numbers = new ArrayList<Long>();
        for (PickleValue value : values) {
            if (!(value instanceof Whole(long number)) || numbers.size() == MAX_AXES) {
                throw wrongArguments(TorchName.REBUILD_TENSOR);
            }
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    private CheckpointException wrongArguments(TorchName name) {
        return new CheckpointException(file, "its pickle gives '" + name.path() + "' other arguments than PyTorch does");
    }
}

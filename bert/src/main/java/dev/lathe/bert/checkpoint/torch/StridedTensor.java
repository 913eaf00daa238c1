package dev.lathe.bert.checkpoint.torch;

import dev.lathe.bert.checkpoint.StoredParameter;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.torch.PickleValue.Storage;
import dev.lathe.bert.checkpoint.torch.PickleValue.Strided;
import java.util.List;

/// A tensor of PyTorch whose places have been found to be in its storage.
///
/// @param entry name, type and shape
/// @param storage where its values are
/// @param offset the first of them, counted in values
/// @param transposed whether its columns lie one after another instead of its rows
/// @param strides the distances of neighbours, where neither do; else none
record StridedTensor(TensorEntry entry, Storage storage, long offset, boolean transposed, List<Long> strides) {

    /// @throws CheckpointException when the tensor leaves its storage, or is larger than it
    static StridedTensor of(String file, String name, Strided tensor) throws CheckpointException {
        String what = "'" + name + "' " + text(tensor.size()) + " with strides " + text(tensor.stride());
        TensorEntry entry;
        try {
            entry = new TensorEntry(
                    name, tensor.storage().type(), tensor.size().stream().map(Math::toIntExact).toList());
        } catch (ArithmeticException | IllegalArgumentException outOfRange) {
            throw new CheckpointException(file, what + ": out of range", outOfRange);
        }
        if (tensor.stride().size() != tensor.size().size()) {
            throw new CheckpointException(file, what + ": needs a stride for each axis");
        }
        if (tensor.stride().stream().anyMatch(stride -> stride < 0)) {
            throw new CheckpointException(file, what + ": out of range");
        }
        long elements = tensor.storage().elements();
        if (tensor.offset() < 0 || tensor.offset() > elements || entry.elements() > elements - tensor.offset()
                || entry.elements() > 0 && last(tensor) >= elements - tensor.offset()) {
            throw new CheckpointException(
                    file, what + " from value " + tensor.offset() + " on leaves its storage of " + elements);
        }
        boolean rows = entry.elements() == 0 || areRows(tensor.size(), tensor.stride());
        boolean columns = !rows && areColumns(tensor.size(), tensor.stride());
        return new StridedTensor(entry, tensor.storage(), tensor.offset(), columns, rows || columns ? List.of() : tensor.stride());
    }

    /// Where the last value is, counted from the first.
    private static double last(Strided tensor) {
        double last = 0;
        for (int axis = 0; axis < tensor.size().size(); axis++) {
            // As a real number, which is large where a whole one would begin anew.
            last += (tensor.size().get(axis) - 1.0) * tensor.stride().get(axis);
        }
        return last;
    }

    /// The tensor's place in the file of its storage.
    ///
    /// @throws CheckpointException when the file has another size than the storage
    StoredParameter in(BoundedFile values) throws CheckpointException {
        int bytes = storage.type().bytes();
        if (values.length() % bytes != 0 || values.length() / bytes != storage.elements()) {
            throw new CheckpointException(values.name(), values.length() + " bytes: '" + entry.name() + "' needs "
                    + storage.elements() + " values of " + bytes);
        }
        return new StoredParameter(entry, values, offset * bytes, transposed, strides);
    }

    /// The stride of an axis with a single element says nothing.
    private static boolean areRows(List<Long> size, List<Long> stride) {
        long expected = 1;
        for (int axis = size.size() - 1; axis >= 0; axis--) {
            if (size.get(axis) != 1 && stride.get(axis) != expected) {
                return false;
            }
            expected *= size.get(axis);
        }
        return true;
    }

    private static boolean areColumns(List<Long> size, List<Long> stride) {
        return size.size() == 2 && areRows(size.reversed(), stride.reversed());
    }

    private static String text(List<Long> numbers) {
        return numbers.toString().replace(" ", "");
    }
}

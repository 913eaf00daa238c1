package dev.lathe.bert.checkpoint.torch;

import dev.lathe.bert.checkpoint.file.StoredType;
import java.util.Optional;

/// Everything of Python that the pickle of a checkpoint may name. It is a closed list, and no name leads to code.
enum TorchName {
    ORDERED_DICT("collections.OrderedDict"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
    FLOAT(StoredType.F32, "torch.FloatStorage"),
    HALF(StoredType.F16, "torch.HalfStorage"),
    BFLOAT16(StoredType.BF16, "torch.BFloat16Storage"),
    DOUBLE(StoredType.F64, "torch.DoubleStorage"),
    LONG(StoredType.I64, "torch.LongStorage"),
    INT(StoredType.I32, "torch.IntStorage"),
    SHORT(StoredType.I16, "torch.ShortStorage"),
    CHAR(StoredType.I8, "torch.CharStorage"),
    BYTE(StoredType.U8, "torch.ByteStorage"),
    BOOL(StoredType.BOOL, "torch.BoolStorage");

    private final Optional<StoredType> storage;
    private final String path;

    TorchName(String path) {
        this.storage = Optional.empty();
        this.path = path;
    }

    TorchName(StoredType type, String path) {
        this.storage = Optional.of(type);
        this.path = path;
    }

    /// The type of values, for the class of a storage.
    Optional<StoredType> storage() {
        return storage;
    }

    /// Module and name as Python writes them.
    String path() {
        return path;
    }

    static Optional<TorchName> of(String path) {
        for (TorchName name : values()) {
            if (name.path.equals(path)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}

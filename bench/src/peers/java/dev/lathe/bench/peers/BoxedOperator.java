package dev.lathe.bench.peers;

import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type.TypePtr;

/// An operator of libtorch for which the Java binding has no method: found by its schema name and called through the
/// dispatcher. The fused optimiser and the `_foreach_` family are only reachable this way.
final class BoxedOperator {

    private final OperatorHandle handle;

    /// @param name such as `aten::_fused_adamw_`
    /// @param overload such as `Scalar`, empty for the first one
    BoxedOperator(String name, String overload) {
        handle = Dispatcher.singleton().findSchemaOrThrow(name, overload);
    }

    /// Calls the operator; what it returns is left on the stack that comes back.
    IValueVector call(IValue... arguments) {
        var stack = new IValueVector(arguments);
        handle.callBoxed(stack);
        return stack;
    }

    /// A list argument.
    static IValue list(List<Tensor> tensors) {
        var list = new GenericList(new TypePtr(TensorType.get()));
        list.reserve(tensors.size());
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor));
        }
        return new IValue(list);
    }
}

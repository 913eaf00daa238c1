package dev.lathe.tensor.flight;

import dev.lathe.tensor.device.ActivationKernels;
import dev.lathe.tensor.device.ArithmeticKernels;
import dev.lathe.tensor.device.AttentionKernels;
import dev.lathe.tensor.device.AxisKernels;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.DropoutKernels;
import dev.lathe.tensor.device.ElementaryKernels;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.LossKernels;
import dev.lathe.tensor.device.MatMulKernels;
import dev.lathe.tensor.device.NormKernels;
import dev.lathe.tensor.device.OptimizerKernels;
import dev.lathe.tensor.device.Pass;
import dev.lathe.tensor.device.PoolingKernels;
import dev.lathe.tensor.device.ReductionKernels;
import dev.lathe.tensor.device.Region;
import dev.lathe.tensor.device.RowKernels;
import dev.lathe.tensor.device.SoftmaxKernels;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Another backend whose kernel calls are events: the same kernels, the same bits, some microseconds more for each call.
public final class RecordedBackend implements Backend {
    private final Backend own;
    private final Map<Class<?>, Object> families = new ConcurrentHashMap<>();

    /// @param own does the work
    public RecordedBackend(Backend own) {
        this.own = own;
    }

    /// Makes an event of each call.
    private record Calls(Object kernels, String family) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            var event = new KernelEvent();
            event.begin();
            try {
                return method.invoke(kernels, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                event.returned(family, method.getName(), arguments == null ? new Object[0] : arguments);
            }
        }
    }

    private <K> K family(Class<K> type, K kernels) {
        return type.cast(families.computeIfAbsent(type, _ -> Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new Calls(kernels, type.getSimpleName()))));
    }

    @Override
    public String description() {
        return own.description();
    }

    @Override
    public Region openRegion(String name, Lifetime lifetime) {
        return own.openRegion(name, lifetime);
    }

    @Override
    public void onHost(int jobs, IntConsumer job) {
        own.onHost(jobs, job);
    }

    @Override
    public Pass openPass() {
        return own.openPass();
    }

    @Override
    public ArithmeticKernels arithmetic() {
        return family(ArithmeticKernels.class, own.arithmetic());
    }

    @Override
    public ActivationKernels activation() {
        return family(ActivationKernels.class, own.activation());
    }

    @Override
    public ElementaryKernels elementary() {
        return family(ElementaryKernels.class, own.elementary());
    }

    @Override
    public MatMulKernels matMul() {
        return family(MatMulKernels.class, own.matMul());
    }

    @Override
    public NormKernels norm() {
        return family(NormKernels.class, own.norm());
    }

    @Override
    public SoftmaxKernels softmax() {
        return family(SoftmaxKernels.class, own.softmax());
    }

    @Override
    public AttentionKernels attention() {
        return family(AttentionKernels.class, own.attention());
    }

    @Override
    public DropoutKernels dropout() {
        return family(DropoutKernels.class, own.dropout());
    }

    @Override
    public RowKernels rows() {
        return family(RowKernels.class, own.rows());
    }

    @Override
    public PoolingKernels pooling() {
        return family(PoolingKernels.class, own.pooling());
    }

    @Override
    public ReductionKernels reduction() {
        return family(ReductionKernels.class, own.reduction());
    }

    @Override
    public AxisKernels axes() {
        return family(AxisKernels.class, own.axes());
    }

    @Override
    public LossKernels loss() {
        return family(LossKernels.class, own.loss());
    }

    @Override
    public OptimizerKernels optimizer() {
        return family(OptimizerKernels.class, own.optimizer());
    }

    @Override
    public void close() {
        own.close();
    }
}

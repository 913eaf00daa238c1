package dev.lathe.bench.kernels;

import static java.lang.foreign.MemorySegment.NULL;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.ToIntFunction;

/// oneDNN on the CPU, over OpenMP. Handles live to the end of the program: there are few.
final class OneDnn {
    /// Roles of a primitive's arguments.
    static final int SOURCE = 1;
    static final int DESTINATION = 17;
    static final int WEIGHTS = 33;

    private static final String FOLDER = "/org/bytedeco/dnnl/linux-x86_64/";
    private static final int CPU = 1;
    private static final int IN_ORDER = 1;
    private static final int F32 = 3;
    private static final int ANY_LAYOUT = 1;
    private static final int WEIGHTS_LAYOUT = 131;
    private static final int INFERENCE = 96;
    private static final int SOFTMAX = 0x30000;
    private static final int LINEAR = 38;

    private static final NativeLibrary OPEN_MP = NativeLibrary.unpack(FOLDER, "libgomp.so.1");
    private static final NativeLibrary LIBRARY = NativeLibrary.unpack(FOLDER, "libdnnl.so.3");
    private static final OneDnnFunctions.SetThreads SET_THREADS =
            OPEN_MP.function(OneDnnFunctions.SetThreads.class, "omp_set_num_threads");
    private static final OneDnnFunctions.Execute EXECUTE =
            LIBRARY.function(OneDnnFunctions.Execute.class, "dnnl_primitive_execute");
    private static final OneDnnFunctions.OfOne WAIT =
            LIBRARY.function(OneDnnFunctions.OfOne.class, "dnnl_stream_wait");
    private static final MemorySegment ENGINE = handle("engine", out ->
            LIBRARY.function(OneDnnFunctions.CreateEngine.class, "dnnl_engine_create").create(out, CPU, 0));
    private static final MemorySegment STREAM = handle("stream", out ->
            LIBRARY.function(OneDnnFunctions.CreateStream.class, "dnnl_stream_create").create(out, ENGINE, IN_ORDER));

    static final OneDnnFunctions.Sgemm SGEMM = LIBRARY.function(OneDnnFunctions.Sgemm.class, "dnnl_sgemm");

    private OneDnn() {}

    static void useThreads(int count) {
        SET_THREADS.set(count);
    }

    /// A layout of `dims` with strides in elements.
    static MemorySegment strided(long[] dims, long... strides) {
        var describe = LIBRARY.function(
                OneDnnFunctions.DescribeByStrides.class, "dnnl_memory_desc_create_with_strides");
        return handle("layout", out -> describe.create(out, dims.length, longs(dims), F32, longs(strides)));
    }

    /// Leaves the layout to the primitive that gets it.
    static MemorySegment anyLayout(long... dims) {
        var describe = LIBRARY.function(OneDnnFunctions.DescribeByTag.class, "dnnl_memory_desc_create_with_tag");
        return handle("layout", out -> describe.create(out, dims.length, longs(dims), F32, ANY_LAYOUT));
    }

    /// Plans destination = factor x source weights.
    static MemorySegment planMatMul(MemorySegment source, MemorySegment weights, MemorySegment destination, float factor) {
        var plan = LIBRARY.function(OneDnnFunctions.PlanMatMul.class, "dnnl_matmul_primitive_desc_create");
        MemorySegment attributes = factor == 1 ? NULL : scaledBy(factor);
        return handle("matmul", out -> plan.create(out, ENGINE, source, weights, NULL, destination, attributes));
    }

    private static MemorySegment scaledBy(float factor) {
        MemorySegment postOps = handle("post-ops",
                LIBRARY.function(OneDnnFunctions.OfOne.class, "dnnl_post_ops_create")::apply);
        check("post-op", LIBRARY.function(OneDnnFunctions.AppendElementwise.class, "dnnl_post_ops_append_eltwise")
                .append(postOps, LINEAR, factor, 0));
        MemorySegment attributes = handle("attributes",
                LIBRARY.function(OneDnnFunctions.OfOne.class, "dnnl_primitive_attr_create")::apply);
        check("attributes", LIBRARY.function(OneDnnFunctions.OfHandle.class, "dnnl_primitive_attr_set_post_ops")
                .apply(attributes, postOps));
        return attributes;
    }

    /// Plans softmax over the last axis, in place or not.
    static MemorySegment planSoftmax(MemorySegment layout, int axis) {
        var plan = LIBRARY.function(
                OneDnnFunctions.PlanSoftmax.class, "dnnl_softmax_forward_primitive_desc_create");
        return handle("softmax", out -> plan.create(out, ENGINE, INFERENCE, SOFTMAX, layout, layout, axis, NULL));
    }

    /// The layout that a planned product wants its weights in.
    static MemorySegment weightsLayout(MemorySegment plan) {
        return LIBRARY.function(OneDnnFunctions.QueryLayout.class, "dnnl_primitive_desc_query_md")
                .ask(plan, WEIGHTS_LAYOUT, 0);
    }

    static long bytes(MemorySegment layout) {
        return LIBRARY.function(OneDnnFunctions.SizeOfLayout.class, "dnnl_memory_desc_get_size").bytes(layout);
    }

    /// Data in one layout copied to memory of another.
    static void reorder(MemorySegment from, MemorySegment fromData, MemorySegment to, MemorySegment toData) {
        var plan = LIBRARY.function(OneDnnFunctions.PlanReorder.class, "dnnl_reorder_primitive_desc_create");
        MemorySegment planned = handle("reorder", out -> plan.create(out, from, ENGINE, to, ENGINE, NULL));
        execute(primitive(planned), arguments(SOURCE, memory(from, fromData), DESTINATION, memory(to, toData)));
    }

    static MemorySegment primitive(MemorySegment plan) {
        var create = LIBRARY.function(OneDnnFunctions.OfHandle.class, "dnnl_primitive_create");
        return handle("primitive", out -> create.apply(out, plan));
    }

    static MemorySegment memory(MemorySegment layout, MemorySegment data) {
        var create = LIBRARY.function(OneDnnFunctions.CreateMemory.class, "dnnl_memory_create");
        return handle("memory", out -> create.create(out, layout, ENGINE, data));
    }

    /// Two arguments of a primitive, each a role and a memory.
    static MemorySegment arguments(int role, MemorySegment memory, int role2, MemorySegment memory2) {
        MemorySegment pairs = Arena.global().allocate(4 * Long.BYTES, Long.BYTES);
        pairs.setAtIndex(ValueLayout.JAVA_INT, 0, role);
        pairs.setAtIndex(ValueLayout.ADDRESS, 1, memory);
        pairs.setAtIndex(ValueLayout.JAVA_INT, 4, role2);
        pairs.setAtIndex(ValueLayout.ADDRESS, 3, memory2);
        return pairs;
    }

    /// The three arguments of a product.
    static MemorySegment arguments(MemorySegment source, MemorySegment weights, MemorySegment destination) {
        MemorySegment pairs = Arena.global().allocate(6 * Long.BYTES, Long.BYTES);
        pairs.copyFrom(arguments(SOURCE, source, WEIGHTS, weights));
        pairs.setAtIndex(ValueLayout.JAVA_INT, 8, DESTINATION);
        pairs.setAtIndex(ValueLayout.ADDRESS, 5, destination);
        return pairs;
    }

    /// Runs a primitive and waits for it.
    static void execute(MemorySegment primitive, MemorySegment arguments) {
        check("execute", EXECUTE.run(primitive, STREAM, (int) (arguments.byteSize() / (2 * Long.BYTES)), arguments));
        check("wait", WAIT.apply(STREAM));
    }

    static void check(String what, int status) {
        if (status != 0) {
            throw new IllegalStateException("oneDNN: " + what + ": status " + status);
        }
    }

    private static MemorySegment longs(long... values) {
        return Arena.global().allocateFrom(ValueLayout.JAVA_LONG, values);
    }

    private static MemorySegment handle(String what, ToIntFunction<MemorySegment> create) {
        MemorySegment out = Arena.global().allocate(ValueLayout.ADDRESS);
        check(what, create.applyAsInt(out));
        return out.get(ValueLayout.ADDRESS, 0);
    }
}

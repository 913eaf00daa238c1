package dev.lathe.bench.kernels;

import java.lang.foreign.MemorySegment;

/// Shapes of the functions of oneDNN's C interface. Each returns a status, 0 for success; `out` receives a handle.
final class OneDnnFunctions {
    private OneDnnFunctions() {}

    /// `dnnl_sgemm`.
    @FunctionalInterface
    public interface Sgemm {
        /// c = alpha a b + beta c, row-major; forms are `'N'` and `'T'`
        int multiply(byte formA, byte formB, long m, long n, long k, float alpha, MemorySegment a, long lda,
                     MemorySegment b, long ldb, float beta, MemorySegment c, long ldc);
    }

    /// `omp_set_num_threads`.
    @FunctionalInterface
    public interface SetThreads {
        /// For parallel regions that this thread starts.
        void set(int count);
    }

    /// `dnnl_engine_create`.
    @FunctionalInterface
    public interface CreateEngine {
        /// The device `index` of a kind.
        int create(MemorySegment out, int kind, long index);
    }

    /// `dnnl_stream_create`.
    @FunctionalInterface
    public interface CreateStream {
        /// A queue of work on an engine.
        int create(MemorySegment out, MemorySegment engine, int flags);
    }

    /// `dnnl_memory_desc_create_with_strides`.
    @FunctionalInterface
    public interface DescribeByStrides {
        /// Dimensions and strides are arrays of int64.
        int create(MemorySegment out, int rank, MemorySegment dims, int type, MemorySegment strides);
    }

    /// `dnnl_memory_desc_create_with_tag`.
    @FunctionalInterface
    public interface DescribeByTag {
        /// A layout by its number.
        int create(MemorySegment out, int rank, MemorySegment dims, int type, int tag);
    }

    /// `dnnl_matmul_primitive_desc_create`.
    @FunctionalInterface
    public interface PlanMatMul {
        /// Without a bias, that is null.
        int create(MemorySegment out, MemorySegment engine, MemorySegment source, MemorySegment weights,
                   MemorySegment bias, MemorySegment destination, MemorySegment attributes);
    }

    /// `dnnl_softmax_forward_primitive_desc_create`.
    @FunctionalInterface
    public interface PlanSoftmax {
        /// Softmax over one axis.
        int create(MemorySegment out, MemorySegment engine, int purpose, int algorithm, MemorySegment source,
                   MemorySegment destination, int axis, MemorySegment attributes);
    }

    /// `dnnl_reorder_primitive_desc_create`.
    @FunctionalInterface
    public interface PlanReorder {
        /// A copy to another layout.
        int create(MemorySegment out, MemorySegment from, MemorySegment fromEngine, MemorySegment to,
                   MemorySegment toEngine, MemorySegment attributes);
    }

    /// `dnnl_primitive_create`, `dnnl_primitive_attr_set_post_ops`: one handle in, one handle concerned.
    @FunctionalInterface
    public interface OfHandle {
        /// Depends on the function.
        int apply(MemorySegment outOrOwner, MemorySegment handle);
    }

    /// `dnnl_post_ops_create`, `dnnl_primitive_attr_create`, `dnnl_stream_wait`.
    @FunctionalInterface
    public interface OfOne {
        /// Depends on the function.
        int apply(MemorySegment outOrHandle);
    }

    /// `dnnl_post_ops_append_eltwise`.
    @FunctionalInterface
    public interface AppendElementwise {
        /// Applies a function to each element of the result.
        int append(MemorySegment postOps, int algorithm, float alpha, float beta);
    }

    /// `dnnl_memory_create`.
    @FunctionalInterface
    public interface CreateMemory {
        /// Puts a description on memory.
        int create(MemorySegment out, MemorySegment description, MemorySegment engine, MemorySegment data);
    }

    /// `dnnl_primitive_desc_query_md`.
    @FunctionalInterface
    public interface QueryLayout {
        /// The layout that the primitive chose; belongs to the primitive's plan.
        MemorySegment ask(MemorySegment plan, int what, int index);
    }

    /// `dnnl_memory_desc_get_size`.
    @FunctionalInterface
    public interface SizeOfLayout {
        /// In bytes.
        long bytes(MemorySegment description);
    }

    /// `dnnl_primitive_execute`.
    @FunctionalInterface
    public interface Execute {
        /// Arguments are an array of pairs of a role and a memory.
        int run(MemorySegment primitive, MemorySegment stream, int count, MemorySegment arguments);
    }
}

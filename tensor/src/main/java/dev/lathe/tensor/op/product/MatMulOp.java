package dev.lathe.tensor.op.product;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.MatMulKernels.Operand;
import dev.lathe.tensor.op.argument.Checks;
import dev.lathe.tensor.op.example.ProductSquares;
import java.util.List;
import java.util.Optional;

/// Product of matrices or of two stacks of matrices, each side stored as it is or as its transpose.
public final class MatMulOp {
    private MatMulOp() {}

    /// y = a b
    public static Tensor apply(Workspace ws, Tensor a, Tensor b) {
        return apply(ws, a, false, b, false);
    }

    /// y = op(a) op(b), where op transposes the last two axes if asked to.
    ///
    /// | tensor | shape                                          |
    /// |--------|------------------------------------------------|
    /// | `a`    | `[m,k]` or `[batch,m,k]`; transposed `[…,k,m]` |
    /// | `b`    | `[k,n]` or `[batch,k,n]`; transposed `[…,n,k]` |
    /// | result | `[m,n]` or `[batch,m,n]`                       |
    ///
    /// Each element is one chain of fused multiply-adds in increasing k.
    ///
    /// @throws IllegalArgumentException if ranks, stacks or inner dimensions differ
    public static Tensor apply(Workspace ws, Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        Checks.floats("matmul", "a", a);
        Checks.floats("matmul", "b", b);
        Sizes sizes = Sizes.of(a.shape(), transposeA, b.shape(), transposeB);
        Tensor y = ws.empty(sizes.result(a.shape().rank()));
        ws.backend().matMul().matMul(
                new Operand(a.buffer(), transposeA), new Operand(b.buffer(), transposeB),
                new Destination(y.buffer(), false), sizes.batch, sizes.m, sizes.n, sizes.k);
        return ws.record(y, new Backward(a, transposeA, b, transposeB, sizes));
    }

    /// For y = a b: gradA = gradY bᵀ and gradB = aᵀ gradY. Where an input is stored transposed, its gradient
    /// is computed transposed: gradAᵀ = b gradYᵀ and gradBᵀ = gradYᵀ a.
    record Backward(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Sizes sizes) implements ExampleRule {
        @Override
        public String op() {
            return "matmul";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }

        /// Where a stands as it is, its rows are those of the result.
        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return input == a && input != b && rowByRow() ? Optional.of(output) : Optional.empty();
        }

        @Override
        public boolean shares(Tensor input) {
            return input == b && input != a && rowByRow();
        }

        private boolean rowByRow() {
            return a.shape().rank() == 2 && !transposeA;
        }

        @Override
        public void addSquares(Workspace ws, Tensor parameter, Tensor gradY, ExampleRows rows, double[] squares) {
            ProductSquares.add(ws, a.buffer(), sizes.k, gradY.buffer(), sizes.n, rows, squares);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor == a && b.needsGradient() || tensor == b && a.needsGradient();
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            var kernels = ws.backend().matMul();
            int m = sizes.m;
            int n = sizes.n;
            int k = sizes.k;
            gradients.into(a, gradA -> {
                if (transposeA) {
                    kernels.matMul(new Operand(b.buffer(), transposeB), new Operand(gradY.buffer(), true),
                            gradA, sizes.batch, k, m, n);
                } else {
                    kernels.matMul(new Operand(gradY.buffer(), false), new Operand(b.buffer(), !transposeB),
                            gradA, sizes.batch, m, k, n);
                }
            });
            gradients.into(b, gradB -> {
                if (transposeB) {
                    kernels.matMul(new Operand(gradY.buffer(), true), new Operand(a.buffer(), transposeA),
                            gradB, sizes.batch, n, k, m);
                } else {
                    kernels.matMul(new Operand(a.buffer(), !transposeA), new Operand(gradY.buffer(), false),
                            gradB, sizes.batch, k, n, m);
                }
            });
        }
    }

    record Sizes(int batch, int m, int n, int k) {
        static Sizes of(Shape a, boolean transposeA, Shape b, boolean transposeB) {
            if (a.rank() != b.rank() || a.rank() < 2 || a.rank() > 3) {
                throw new IllegalArgumentException(
                        "matmul: %s x %s: needs two matrices or two stacks of them".formatted(a, b));
            }
            if (a.rank() == 3 && a.dim(0) != b.dim(0)) {
                throw new IllegalArgumentException(
                        "matmul: %s x %s: stacks of %d and %d differ".formatted(a, b, a.dim(0), b.dim(0)));
            }
            int inner = a.dim(transposeA ? -2 : -1);
            int innerB = b.dim(transposeB ? -1 : -2);
            if (inner != innerB) {
                throw new IllegalArgumentException("matmul: %s%s x %s%s: inner dimensions %d and %d differ".formatted(
                        a, transposeA ? "ᵀ" : "", b, transposeB ? "ᵀ" : "", inner, innerB));
            }
            return new Sizes(
                    a.rank() == 3 ? a.dim(0) : 1, a.dim(transposeA ? -1 : -2), b.dim(transposeB ? -2 : -1), inner);
        }

        Shape result(int rank) {
            return rank == 3 ? Shape.of(batch, m, n) : Shape.of(m, n);
        }
    }
}

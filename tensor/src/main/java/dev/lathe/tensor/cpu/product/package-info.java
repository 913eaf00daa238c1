/// The matrix product: packing, blocks, and how both are cut into jobs. Start with `Gemm`; docs/matrix-product.md explains it.
@NullMarked
package dev.lathe.tensor.cpu.product;

import org.jspecify.annotations.NullMarked;

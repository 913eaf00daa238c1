/// Products of matrices: cuBLAS where one is found that computes, else our own kernel. Start with `CublasChoice`.
@NullMarked
package dev.lathe.cuda.product;

import org.jspecify.annotations.NullMarked;

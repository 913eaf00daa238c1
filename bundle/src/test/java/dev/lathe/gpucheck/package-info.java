@NullMarked
package dev.lathe.gpucheck;

import org.jspecify.annotations.NullMarked;

/// Tests of the CUDA backend over a stand-in for the driver: see `StandIn`.
@NullMarked
package dev.lathe.cuda;

import org.jspecify.annotations.NullMarked;

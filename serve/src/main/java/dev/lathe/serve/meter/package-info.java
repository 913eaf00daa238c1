/// What is counted and timed, by Micrometer: [dev.lathe.serve.meter.ServeMeters].
@NullMarked
package dev.lathe.serve.meter;

import org.jspecify.annotations.NullMarked;

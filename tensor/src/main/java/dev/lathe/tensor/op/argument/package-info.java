/// What ops ask of their arguments: checks whose refusals name the op, and the shapes of broadcasting.
@NullMarked
package dev.lathe.tensor.op.argument;

import org.jspecify.annotations.NullMarked;

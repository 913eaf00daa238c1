/// Showing how far a long piece of work has come: a bar where a person watches, plain lines in a log.
/// Start with `WorkProgress`.
@NullMarked
package dev.lathe.cli.progress;

import org.jspecify.annotations.NullMarked;

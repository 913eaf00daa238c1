/// The `lathe` command. One class a sub-command; start with `Lathe`.
@NullMarked
package dev.lathe.cli;

import org.jspecify.annotations.NullMarked;

/// What a command has around it: standard streams, environment, exit codes, one line for each error, and files of results that appear
/// whole or not at all.
///
/// Start with `Surroundings`.
@NullMarked
package dev.lathe.cli.terminal;

import org.jspecify.annotations.NullMarked;

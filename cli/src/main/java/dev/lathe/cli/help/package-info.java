/// What the command line tells of itself: options in groups, man pages, completion for shells.
/// Start with `GroupedOptions`.
@NullMarked
package dev.lathe.cli.help;

import org.jspecify.annotations.NullMarked;

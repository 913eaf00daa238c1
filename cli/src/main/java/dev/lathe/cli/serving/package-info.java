/// Commands that serve models, load a server and watch what goes by.
@NullMarked
package dev.lathe.cli.serving;

import org.jspecify.annotations.NullMarked;

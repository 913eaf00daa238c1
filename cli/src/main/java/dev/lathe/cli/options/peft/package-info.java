/// Options of the methods that train a few parameters.
@NullMarked
package dev.lathe.cli.options.peft;

import org.jspecify.annotations.NullMarked;

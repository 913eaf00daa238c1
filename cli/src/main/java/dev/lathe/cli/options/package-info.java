/// Options that several commands have, and what they mean to the libraries.
@NullMarked
package dev.lathe.cli.options;

import org.jspecify.annotations.NullMarked;

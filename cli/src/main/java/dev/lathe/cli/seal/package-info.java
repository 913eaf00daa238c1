/// Encrypted directories on the command line: where their key is, and how they are read and written with it.
@NullMarked
package dev.lathe.cli.seal;

import org.jspecify.annotations.NullMarked;

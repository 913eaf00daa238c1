/// Commands that answer for models: keys and signatures, encryption, documents, reviews. `Lathe` lists them.
@NullMarked
package dev.lathe.cli.account;

import org.jspecify.annotations.NullMarked;

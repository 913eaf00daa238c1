/// Commands that fetch, import, describe and join models.
@NullMarked
package dev.lathe.cli.models;

import org.jspecify.annotations.NullMarked;

/// Where users of finished models choose what to run on: `Device`.
@NullMarked
package dev.lathe;

import org.jspecify.annotations.NullMarked;

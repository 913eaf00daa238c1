/// Commands about privacy, fairness, explanation and audit.
@NullMarked
package dev.lathe.cli.trust;

import org.jspecify.annotations.NullMarked;

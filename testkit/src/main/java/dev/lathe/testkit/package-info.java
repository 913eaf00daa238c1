/// Specs of all ops and the conformance run that holds them against a backend.
///
/// For tests only. Start with `OpSpec`, then `Conformance`.
@NullMarked
package dev.lathe.testkit;

import org.jspecify.annotations.NullMarked;

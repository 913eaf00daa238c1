/// What travels between a federation's server and its clients, and what becomes of it: orders and updates, rules that make one of several, sums of whole
/// numbers, steps of the common values. Knows no model and no client. docs/federation.md has the formulas.
@NullMarked
package dev.lathe.trust.federation.values;

import org.jspecify.annotations.NullMarked;

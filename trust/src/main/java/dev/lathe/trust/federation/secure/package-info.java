/// Sums that show nothing of their parts: each member sends its whole numbers under masks that cancel in the sum, and those of members that have
/// gone are taken off by what the others hold of them. Knows no model and no network. docs/federation.md has the formulas and the limits.
///
/// Start with `SumMember` and `HiddenSum`, the two sides. Source: Bonawitz et al., "Practical secure aggregation for privacy-preserving machine
/// learning", CCS 2017, figure 4 without the steps in red.
@NullMarked
package dev.lathe.trust.federation.secure;

import org.jspecify.annotations.NullMarked;

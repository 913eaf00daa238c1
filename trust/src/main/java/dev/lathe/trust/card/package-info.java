/// What is known of a model, in the headings that laws and frameworks ask for. What nobody has measured or written is said to be so.
///
/// Start with `Sheet`.
@NullMarked
package dev.lathe.trust.card;

import org.jspecify.annotations.NullMarked;

/// What a model must be before it is used: rules of a file, held against what is known and measured of it.
///
/// Start with `Policy`.
@NullMarked
package dev.lathe.trust.policy;

import org.jspecify.annotations.NullMarked;

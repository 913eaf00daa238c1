/// Training files without personal data: texts masked in place, all else byte for byte as it was; groups of people that are too small; columns
/// that training does not read.
///
/// Start with `Anonymiser`. `RawRows` finds where fields stand in a file; `Groups` is k-anonymity. Reports count and name lines; they hold no
/// value.
@NullMarked
package dev.lathe.trust.anonymise;

import org.jspecify.annotations.NullMarked;

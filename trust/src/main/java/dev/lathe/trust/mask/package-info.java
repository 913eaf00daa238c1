/// Personal data in texts: found by patterns with their check digits, by rules of the user's, by a model; replaced by its type or by a
/// pseudonym that whoever has the key can turn back.
///
/// Start with `Masker`. `Finder` is what finds, `Replacement` what is put in place. No text leaves this room but as a result.
@NullMarked
package dev.lathe.trust.mask;

import org.jspecify.annotations.NullMarked;

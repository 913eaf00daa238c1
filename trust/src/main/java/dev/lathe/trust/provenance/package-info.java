/// Where a model comes from, and whether it is still what somebody has signed: a list of the hashes of its files, an Ed25519 signature of the
/// list, and what the files of a fine-tuning tell.
///
/// Start with `SignedDirectory`, which signs and verifies, and `Provenance`, which reads.
@NullMarked
package dev.lathe.trust.provenance;

import org.jspecify.annotations.NullMarked;

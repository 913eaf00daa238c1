/// The configuration of a federation, as `lathe federate` reads it. Start with `FederationFile`.
@NullMarked
package dev.lathe.trust.federation.file;

import org.jspecify.annotations.NullMarked;

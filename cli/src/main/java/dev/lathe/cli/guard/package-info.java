/// Options of a server about who may ask, what may be seen, and what is noted down.
///
/// `AccessSettings`, `TlsSettings` and `OversightSettings` each make one part of the server's options.
@NullMarked
package dev.lathe.cli.guard;

import org.jspecify.annotations.NullMarked;

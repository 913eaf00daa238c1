package dev.lathe.serve.jetty;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// The files of a server that is asked over TLS, all of them PEM.
///
/// @param certificate the server's own, and behind it those of who vouches for it, up to the one before the root
/// @param key to it: PKCS#8, RSA or EC, not encrypted
/// @param clientAuthorities who vouches for clients; then none is let in without a certificate of theirs
/// @param told in a sentence when they have been read again, or cannot be used any more
public record TlsFiles(Path certificate, Path key, Optional<Path> clientAuthorities, Consumer<String> told) {}

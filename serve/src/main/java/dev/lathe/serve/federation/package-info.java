/// A federation over HTTP: the server waits for its clients to call, and clients connect to nobody but the server that their user names. What travels is
/// in `trust.federation.remote`; docs/federation.md has the routes and who has to be trusted. Start with `FederationHost` and `FederationMember`.
@NullMarked
package dev.lathe.serve.federation;

import org.jspecify.annotations.NullMarked;

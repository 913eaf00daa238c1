/// Clients elsewhere: what the server orders and a client replies, as bytes. Knows no network: a `Line` carries the bytes.
///
/// Start with `RemoteClient`, which the server has in a client's place, and `ClientSide`, which answers there.
@NullMarked
package dev.lathe.trust.federation.remote;

import org.jspecify.annotations.NullMarked;

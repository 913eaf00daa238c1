/// What `lathe monitor` reads and prints: lines that may still be written, and alerts. `MonitorCommand` puts them together.
@NullMarked
package dev.lathe.cli.monitor;

import org.jspecify.annotations.NullMarked;

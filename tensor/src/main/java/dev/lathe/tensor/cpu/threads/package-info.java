/// A backend's own threads, and the scratch memory that each job is lent. Start with `Threads`.
@NullMarked
package dev.lathe.tensor.cpu.threads;

import org.jspecify.annotations.NullMarked;

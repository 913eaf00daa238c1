/// What was decided, when and for whom: a log to which is only added, in which each record holds the hash of the one before it.
///
/// Start with `AuditLog`, which writes, and `AuditCheck`, which finds what was changed.
@NullMarked
package dev.lathe.trust.audit;

import org.jspecify.annotations.NullMarked;

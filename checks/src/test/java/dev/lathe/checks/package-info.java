/// Tests of the project as a whole: arrows between packages, banned calls, documents, and a consumer's project.
///
/// A module of its own, because it must see every other one built: no library may depend on all of them. It reads
/// their compiled classes, so what it holds against them holds for generated code and method references too.
@NullMarked
package dev.lathe.checks;

import org.jspecify.annotations.NullMarked;

/// Our results beside those of the Python libraries of the field, in both directions: what they write we open, what we
/// write they open. Runs with `mvn -Ppython` alone; `checks/src/test/python` holds the scripts, [dev.lathe.checks.python.Python]
/// starts them.
@NullMarked
package dev.lathe.checks.python;

import org.jspecify.annotations.NullMarked;

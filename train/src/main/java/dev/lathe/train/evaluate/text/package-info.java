/// How scores are written: digits, lines of a report, fields of JSON. Start with `Report`.
@NullMarked
package dev.lathe.train.evaluate.text;

import org.jspecify.annotations.NullMarked;

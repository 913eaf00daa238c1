/// How easily a finished classifier is misled: the greedy attack of docs/robust-training.md. Start with `WordAttack`.
@NullMarked
package dev.lathe.train.attack;

import org.jspecify.annotations.NullMarked;

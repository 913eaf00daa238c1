/// Several parties train one model, each on data that stays where it is: rounds of local steps, and what is made of the parties' values.
///
/// Start with `FederatedFineTuning`, which does it with files in one process; `Federation` is the course of the rounds and knows no model.
/// `Aggregation` says what becomes of several values, `ServerStep` how the common ones move. Sums are in double, in the parties' order.
@NullMarked
package dev.lathe.trust.federation;

import org.jspecify.annotations.NullMarked;

package dev.lathe.trust.federation;

import dev.lathe.trust.federation.Asking.Asked;
import dev.lathe.trust.federation.values.Aggregation;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.UpdateCheck;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// How the values of a round's clients come together.
interface Gathering {
    /// What came together.
    ///
    /// @param taken those that count
    /// @param combined what their values make; nothing if they are too few
    /// @param loss the mean of their losses; not a number if it is not told
    /// @param epsilon the most that one of them says it has spent
    record Gathered(List<Asked> taken, Optional<Aggregation.Combined> combined, double loss, OptionalDouble epsilon) {}

    /// Hears of clients that do not count.
    @FunctionalInterface
    interface Faults {
        /// @throws FederationException if none is to be left out
        void leaveOut(String client, String reason);
    }

    /// @param asked those that are asked, in their order
    /// @param going numbers of those that go away in the middle
    Gathered gather(Asking asking, List<Asked> asked, List<Integer> going, RoundStart start, Faults faults) throws IOException;

    /// Where all clients begin.
    ///
    /// @param values the common ones
    record RoundStart(UpdateCheck check, float[] values) {
        RoundOrder order(int round, Asked asked) {
            return new RoundOrder(round, check.layout(), values, asked.share());
        }
    }

    /// Why a client does not count that goes away by chance.
    String GONE = "gone in the middle of the round";
}

package dev.lathe.bench.peers;

/// What is done in a turn, again and again.
///
/// @param name as it stands in the results
/// @param amount how much of the unit doing it once is
/// @param unit what is counted
public record Work(String name, double amount, Unit unit) {

    /// What is counted.
    public enum Unit {
        /// 10⁹ multiplications and additions.
        GIGAFLOP("gigaflop", "GFLOP/s"),
        /// 10⁹ bytes read or written.
        GIGABYTE("gigabyte", "GB/s"),
        /// Nothing but how often.
        TIME("calls", "calls/s");

        private final String label;
        private final String rate;

        Unit(String label, String rate) {
            this.label = label;
            this.rate = rate;
        }

        /// As result files name it.
        public String label() {
            return label;
        }

        /// As people read the speed.
        public String rate() {
            return rate;
        }
    }

    /// Work of which only the time is told.
    public static Work timed(String name) {
        return new Work(name, 1, Unit.TIME);
    }
}

package dev.lathe.bench.peers;

/// One engine's training steps in a process of their own, whose memory they are: prints the most that was ever resident.
public final class TrainingMemory {

    private TrainingMemory() {}

    /// Runs it.
    ///
    /// @param arguments name of the contender, workload, number of steps
    public static void main(String... arguments) {
        int threads = Runtime.getRuntime().availableProcessors();
        try (Contender contender = Contenders.open(arguments[0], TrainingWorkload.parse(arguments[1], threads))) {
            for (int step = 0; step < Integer.parseInt(arguments[2]); step++) {
                if (!Double.isFinite(contender.step())) {
                    throw new ArithmeticException(arguments[0] + ": the loss is not finite");
                }
            }
        }
        IO.println(Machine.peakResidentMebibytes());
    }
}

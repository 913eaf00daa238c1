package dev.lathe.bench.peers;

/// The learning rate that rises from 0 over `warmupSteps` and then falls to 0 at `totalSteps`, both in straight lines; the first
/// step (index 0) has the rate 0 when there is a warm-up.
record WarmupLinearSchedule(double peak, int warmupSteps, int totalSteps) {

    double at(int step) {
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        return peak * (totalSteps - step) / (totalSteps - warmupSteps);
    }
}

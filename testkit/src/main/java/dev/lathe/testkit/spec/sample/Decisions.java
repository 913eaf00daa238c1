package dev.lathe.testkit.spec.sample;

import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.device.Philox;

/// DropoutDecisions's factors one at a time, as the design defines them: counter (column / 8, row, example, site); of the
/// eight 16-bit decisions of a block, decision j is the low half of word j / 2 where j is even, else the high half.
public record Decisions(DropoutDecisions dropout) {
    public static Decisions of(float probability, int site) {
        return new Decisions(DropoutDecisions.of(Samples.KEY.seed(), Samples.KEY.step(), site, probability));
    }

    /// 0 where the element is dropped, else what it is multiplied by.
    public double factor(int example, int row, int column) {
        var words = new int[4];
        Philox.block(
                Philox.key0(dropout.seed()), Philox.key1(dropout.seed(), dropout.step()),
                column / 8, row, example, dropout.site(), words, 0);
        int decision = words[column % 8 / 2] >>> 16 * (column % 2) & 0xFFFF;
        return decision < dropout.threshold() ? 0 : 65536.0 / (65536 - dropout.threshold());
    }
}

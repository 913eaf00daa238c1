package dev.lathe.tensor.cpu.loops;

/// The loops of dropout's decisions; see `DropoutMask`.
public interface DropoutLoops {
    /// Elements after the words asked for that [#blocks] may write and [#drop] may read.
    int SLACK = 64;

    /// Words 4 i to 4 i + 3 = the block of [dev.lathe.tensor.device.Philox] whose counter starts with i, for i below
    /// `count`.
    ///
    /// @param words at least 4 count + [#SLACK]
    void blocks(int key0, int key1, int counter1, int counter2, int counter3, int count, int[] words);

    /// y i = x i times 0 where the i-th half of a word, the low half first, is below `threshold`, else times `scale`.
    /// `y` may be `x`.
    ///
    /// @param words at least n / 2 + [#SLACK]
    void drop(int[] words, int threshold, float scale, float[] x, int xAt, float[] y, int yAt, int n);
}

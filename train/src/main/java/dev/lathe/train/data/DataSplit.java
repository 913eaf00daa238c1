package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataFile;

/// What a data set was used for.
///
/// @param name `train`, `dev` or `test`
/// @param file where it came from
/// @param examples how many of the file's rows it holds; fewer than all after a split
public record DataSplit(String name, DataFile file, int examples) {
}

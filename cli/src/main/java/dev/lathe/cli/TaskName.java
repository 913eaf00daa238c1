package dev.lathe.cli;

import dev.lathe.train.Task;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the name of a task.
final class TaskName implements ITypeConverter<Task<?>> {
    @Override
    public Task<?> convert(String word) {
        try {
            return Task.named(word);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + word + "' is none of "
                    + Task.all().stream().map(Task::name).collect(Collectors.joining(", ")));
        }
    }
}

package dev.lathe.cli.options;

import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.Task;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the name of a task.
public final class TaskName implements ITypeConverter<Task<?>> {
    @Override
    public Task<?> convert(String word) {
        try {
            return Tasks.named(word);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + word + "' is none of "
                    + Tasks.all().stream().map(Task::name).collect(Collectors.joining(", ")));
        }
    }
}

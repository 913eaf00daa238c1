package dev.lathe.cli.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine;

/// Reads one of a few words, each the name of a constant in lower case and with dashes.
///
/// @param constants what can be chosen
public record Choice<E>(List<E> constants) implements ITypeConverter<E> {
    /// Lets a command and all below it read so every option whose type is an enum.
    public static CommandLine into(CommandLine command) {
        command.getCommandSpec().args().stream().flatMap(argument -> Arrays.stream(argument.auxiliaryTypes()))
                .filter(Class::isEnum).forEach(type -> register(command, type));
        command.getSubcommands().values().forEach(Choice::into);
        return command;
    }

    private static <E> void register(CommandLine command, Class<E> type) {
        command.registerConverter(type, new Choice<>(List.of(type.getEnumConstants())));
    }

    @Override
    public E convert(String word) {
        return constants.stream()
                .filter(constant -> word(constant).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is none of "
                        + constants.stream().map(Choice::word).collect(Collectors.joining(", "))));
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

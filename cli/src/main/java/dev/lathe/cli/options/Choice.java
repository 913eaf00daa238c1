package dev.lathe.cli.options;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads one of a few words, each the name of a constant in lower case and with dashes.
///
/// @param constants what can be chosen
public record Choice<E extends Enum<E>>(List<E> constants) implements ITypeConverter<E> {
    public static <E extends Enum<E>> Choice<E> of(Class<E> type) {
        return new Choice<>(List.of(type.getEnumConstants()));
    }

    @Override
    public E convert(String word) {
        return constants.stream()
                .filter(constant -> word(constant).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is none of "
                        + constants.stream().map(Choice::word).collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

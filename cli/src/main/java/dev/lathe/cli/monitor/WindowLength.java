package dev.lathe.cli.monitor;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A length of time as people write it: `30s`, `15m`, `1h`, `7d`.
public final class WindowLength implements ITypeConverter<Duration> {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,7})([smhd])");

    @Override
    public Duration convert(String given) {
        Matcher parts = WRITTEN.matcher(given);
        if (!parts.matches()) {
            throw new TypeConversionException("'" + given + "' is no length of time, such as 30s, 15m, 1h or 7d");
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}

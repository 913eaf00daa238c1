package dev.lathe.serve.meter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The trace that a request belongs to, by W3C's Trace Context (Recommendation of 2021, section 3), as OpenTelemetry's clients send it.
///
/// @param traceId 32 hexadecimal digits, not all zero
/// @param flags two digits, passed on
/// @param state `tracestate`, passed on as it came
public record TraceParent(String traceId, String flags, Optional<String> state) {
    private static final Pattern HEADER = Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    /// What everybody must pass on of `tracestate`; more is dropped.
    private static final int STATE = 512;

    /// What the headers say; empty if there is no `traceparent`, or it is broken, for then the standard has it ignored.
    public static Optional<TraceParent> of(Optional<String> header, Optional<String> state) {
        Matcher parts = HEADER.matcher(header.orElse(""));
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean known = parts.group(1).equals("00");
        boolean wrong = parts.group(1).equals("ff") || isZero(parts.group(2)) || isZero(parts.group(3)) || known && parts.group(5) != null;
        return wrong ? Optional.empty() : Optional.of(new TraceParent(
                parts.group(2), parts.group(4), state.filter(value -> value.length() <= STATE)));
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(digit -> digit == '0');
    }

    /// Headers that name a part of the same trace.
    ///
    /// @param span the part's number, not 0
    public Map<String, String> headers(long span) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("traceparent", "00-%s-%016x-%s".formatted(traceId, span, flags));
        state.ifPresent(value -> headers.put("tracestate", value));
        return headers;
    }
}

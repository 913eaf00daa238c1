package dev.lathe.train.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One thing that an event tells, under the tag by which TensorBoard shows it: `Summary.Value`. What stands before a `/` in a tag is the
/// heading under which it is shown.
public final class EventValue {
    private static final int DT_STRING = 7;
    /// The tags by which the plugin knows its messages.
    private static final String HPARAMS = "hparams";
    private static final int FLOAT_64 = 3;
    private static final int BOOL = 2;
    private static final int STRING = 1;
    private static final int SUCCESS = 1;
    private static final double MILLISECONDS = 1000;

    private final ProtoMessage message;

    private EventValue(ProtoMessage message) {
        this.message = message;
    }

    /// A number.
    public static EventValue scalar(String tag, double value) {
        return new EventValue(new ProtoMessage().text(1, tag).real32(2, (float) value));
    }

    /// A distribution.
    public static EventValue histogram(String tag, Histogram value) {
        return new EventValue(new ProtoMessage().text(1, tag).message(5, value.message()));
    }

    /// A text in Markdown.
    public static EventValue text(String tag, String markdown) {
        ProtoMessage shape = new ProtoMessage().message(2, new ProtoMessage().integer(1, 1));
        return new EventValue(new ProtoMessage().text(1, tag)
                .message(8, new ProtoMessage().integer(1, DT_STRING).message(2, shape).text(8, markdown))
                .message(9, plugin("text", new ProtoMessage())));
    }

    /// What a run was started with, and by which of its scalars runs are compared.
    ///
    /// @param settings by name; values are a `String`, a `Boolean` or a `Number`
    /// @param metrics tags of scalars
    public static List<EventValue> hparams(Map<String, Object> settings, List<String> metrics, Instant begun) {
        var experiment = new ProtoMessage().real(3, seconds(begun));
        var start = new ProtoMessage().real(5, seconds(begun));
        settings.forEach((name, value) -> {
            experiment.message(4, new ProtoMessage().text(1, name).integer(4, type(value)));
            start.message(1, new ProtoMessage().text(1, name).message(2, value(value)));
        });
        metrics.forEach(tag -> experiment.message(5, new ProtoMessage().message(1, new ProtoMessage().text(2, tag))));
        return List.of(
                hparams("experiment", 2, experiment), hparams("session_start_info", 3, start));
    }

    /// That the run of [#hparams] has come to its end.
    public static EventValue hparamsDone(Instant ended) {
        return hparams("session_end_info", 4, new ProtoMessage().integer(1, SUCCESS).real(2, seconds(ended)));
    }

    private static EventValue hparams(String name, int field, ProtoMessage content) {
        return new EventValue(new ProtoMessage().text(1, "_hparams_/" + name)
                .message(9, plugin(HPARAMS, new ProtoMessage().integer(1, 0).message(field, content))));
    }

    private static ProtoMessage plugin(String name, ProtoMessage content) {
        return new ProtoMessage().message(1, new ProtoMessage().text(1, name).message(2, content));
    }

    private static int type(Object value) {
        return switch (value) {
            case Number _ -> FLOAT_64;
            case Boolean _ -> BOOL;
            default -> STRING;
        };
    }

    /// `google.protobuf.Value`.
    private static ProtoMessage value(Object value) {
        return switch (value) {
            case Number number -> new ProtoMessage().real(2, number.doubleValue());
            case Boolean flag -> new ProtoMessage().integer(4, flag ? 1 : 0);
            default -> new ProtoMessage().text(3, value.toString());
        };
    }

    static double seconds(Instant time) {
        return time.toEpochMilli() / MILLISECONDS;
    }

    ProtoMessage message() {
        return message;
    }
}

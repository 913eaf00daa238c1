package dev.lathe.train.page;

/// HTML, put together element by element. There is no way to add markup as text: texts and values of attributes are always escaped, so
/// that nothing of the data can become an element.
final class Html {
    private final StringBuilder markup = new StringBuilder();

    /// Begins an element.
    ///
    /// @param attributes names and values by turns
    Html open(String tag, Object... attributes) {
        markup.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            markup.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1].toString())).append('"');
        }
        markup.append('>');
        return this;
    }

    Html close(String tag) {
        markup.append("</").append(tag).append(">");
        if (tag.matches("p|tr|table|section|svg|h1|h2|ul|li|details|head|body|div")) {
            markup.append('\n');
        }
        return this;
    }

    Html text(String text) {
        markup.append(escaped(text));
        return this;
    }

    /// An element with nothing but a text inside.
    Html element(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    Html add(Html other) {
        markup.append(other.markup);
        return this;
    }

    /// The page's one style sheet, which is ours.
    Html style() {
        markup.append("<style>").append(PageStyle.CSS).append("</style>");
        return this;
    }

    private static String escaped(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                // What HTML forbids, even as a reference, and halves of pairs, which UTF-8 cannot hold.
                default -> out.append(isForbidden(text, i) ? '\ufffd' : c);
            }
        }
        return out.toString();
    }

    private static boolean isForbidden(String text, int i) {
        char c = text.charAt(i);
        boolean half = Character.isHighSurrogate(c) && (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1)))
                || Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
        return half || Character.isISOControl(c) && c != '\n' && c != '\t';
    }

    @Override
    public String toString() {
        return markup.toString();
    }
}

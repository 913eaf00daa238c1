package dev.lathe.bench.report;

/// A Markdown page with parts that are made: each between a line `<!-- made: NAME -->` and a line `<!-- end -->`.
///
/// @param text the whole page
record Page(String text) {

    private static final String END = "<!-- end -->";

    /// The page with another part of that name.
    ///
    /// @throws IllegalArgumentException if the page has no such part
    Page with(String name, String part) {
        String start = "<!-- made: " + name + " -->\n";
        int from = text.indexOf(start);
        int to = from < 0 ? -1 : text.indexOf(END, from);
        if (to < 0) {
            throw new IllegalArgumentException("page: no lines '" + start.strip() + "' and '" + END + "'");
        }
        return new Page(text.substring(0, from) + start + "\n" + part + "\n" + text.substring(to));
    }

    /// The page with all parts made from these tables.
    Page with(Tables tables) {
        Page page = with("summary", tables.summary()).with("origins", tables.origins());
        for (Row.Topic topic : Row.Topic.values()) {
            page = page.with(topic.title(), tables.details(topic));
        }
        return page;
    }
}

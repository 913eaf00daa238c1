package dev.lathe.train.page;

/// A whole file of HTML around what stands in its body.
final class Document {
    private Document() {}

    /// @param title for the browser's window
    static String of(String title, Html body) {
        Html page = new Html().open("html", "lang", "en").open("head").open("meta", "charset", "utf-8")
                .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                // Nothing is fetched and nothing runs, whatever the page says.
                .open("meta", "http-equiv", "Content-Security-Policy", "content", "default-src 'none'; style-src 'unsafe-inline'")
                .element("title", title).style().close("head").open("body").add(body).close("body").close("html");
        return "<!DOCTYPE html>\n" + page;
    }
}

package dev.lathe.train.page;

import java.util.ArrayList;
import java.util.List;

/// A table whose rows have bars: amounts to be compared at a glance, and read by whoever cannot see the bars.
final class Bars {
    private final String names;
    private final String amounts;
    private final List<Bar> bars = new ArrayList<>();

    private record Bar(String name, double amount, String words) {}

    /// @param names heading of what is counted
    /// @param amounts heading of how much of it there is
    Bars(String names, String amounts) {
        this.names = names;
        this.amounts = amounts;
    }

    /// @param amount 0 or more
    Bars bar(String name, double amount, String words) {
        bars.add(new Bar(name, amount, words));
        return this;
    }

    Html table() {
        double most = bars.stream().mapToDouble(Bar::amount).max().orElse(0);
        Html html = new Html().open("div", "class", "scroll").open("table").open("tr")
                .element("th", names, "scope", "col").element("th", amounts, "scope", "col", "class", "n").element("th", "", "scope", "col").close("tr");
        for (Bar bar : bars) {
            html.open("tr").element("td", bar.name).element("td", bar.words, "class", "n").open("td", "class", "wide");
            html.element("span", "", "class", "bar", "style", "--share:" + Figures.percent(most == 0 ? 0 : bar.amount / most));
            html.close("td").close("tr");
        }
        return html.close("table").close("div");
    }
}

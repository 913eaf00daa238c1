package dev.lathe.train.page;

/// How pages look: the system's own font, colours for a light and a dark screen, and for paper.
final class PageStyle {
    /// Colours of series are apart in lightness too, so that they can be told apart without their hue.
    static final String CSS = """

            :root { color-scheme: light dark; --paper: #fff; --ink: #1d2129; --dim: #5c6470; --line: #d9dde3; --card: #f6f7f9;
              --s0: #1f63c4; --s1: #c2560c; --s2: #14793f; --s3: #8b3fb8; --s4: #9c1f3a; --s5: #4b5563; }
            @media (prefers-color-scheme: dark) { :root { --paper: #14171c; --ink: #e4e7eb; --dim: #9aa3af; --line: #343a44;
              --card: #1d2128; --s0: #6ea8ff; --s1: #ff9a4d; --s2: #58c98a; --s3: #cd93f5; --s4: #ff7d95; --s5: #b4bcc8; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
              font: 15px/1.5 system-ui, sans-serif; }
            h1 { margin: 0; font-size: 1.6rem; } h2 { margin: 2rem 0 .6rem; font-size: 1.15rem; }
            h3 { margin: 0 0 .3rem; font-size: .95rem; } p { margin: .3rem 0; } .dim { color: var(--dim); }
            .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; }
            .card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem; min-width: 0; }
            .grid + .card { margin-top: 1rem; }
            svg { display: block; width: 100%; height: auto; } svg text { fill: var(--dim); font: 11px system-ui, sans-serif; }
            .axis { stroke: var(--line); stroke-width: 1; } .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
            .guide { stroke: var(--dim); stroke-width: 1; stroke-dasharray: 4 4; fill: none; } .dot { stroke: none; }
            .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: .4rem 0 0; padding: 0; font-size: .85rem; }
            .key { display: inline-block; width: .8rem; height: .8rem; border-radius: .2rem; margin-right: .35rem; vertical-align: -.08rem; }
            .scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
            th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
            td.n, th.n { text-align: right; } td.hit { text-align: right; background: color-mix(in srgb, var(--s0) var(--share), transparent); }
            td.miss { text-align: right; background: color-mix(in srgb, var(--s1) var(--share), transparent); }
            td.text { max-width: 40rem; overflow-wrap: anywhere; white-space: pre-wrap; }
            .bar { display: block; height: .8rem; width: var(--share); min-width: 1px; background: var(--s0); border-radius: .15rem; }
            td.wide { width: 60%; } details { margin-top: .4rem; font-size: .85rem; } summary { color: var(--dim); cursor: pointer; }
            .big { font-size: 1.5rem; font-weight: 600; } .tiles { display: flex; flex-wrap: wrap; gap: .8rem; margin-top: 1rem; }
            .tiles .card { flex: 1 1 11rem; } @media print { body { max-width: none; } .card { break-inside: avoid; } }
            """;

    private PageStyle() {}
}

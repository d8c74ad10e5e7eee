/// How pages look: on a wide screen, at 360 pixels, in the dark and on paper.
enum PageStyle {
  static let sheet: StaticString = """
    :root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de;
      --bar: #1a5fb4; --beyond: #d6e6fa; --tile: #f6f8fa; }
    @media (prefers-color-scheme: dark) {
      :root { --paper: #0f1419; --ink: #e6edf3; --soft: #9aa7b4; --line: #353c45;
        --bar: #62a8f8; --beyond: #1c3350; --tile: #181e25; }
    }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.45 system-ui, "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
    h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
    h2 { font-size: 1.2rem; margin: 2rem 0 .25rem; border-top: 1px solid var(--line); padding-top: 1rem; }
    p { margin: .5rem 0; }
    .note, figcaption, footer, dt, .axis { color: var(--soft); }
    .note, figcaption, footer { font-size: .875rem; }
    footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .75rem; }
    dl { margin: .75rem 0; }
    dd { margin: 0; unicode-bidi: isolate; }
    .facts { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; font-size: .875rem; }
    .facts div { display: flex; gap: .4rem; }
    .facts dt { white-space: nowrap; }
    .values { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .5rem; }
    .values div { background: var(--tile); border: 1px solid var(--line); border-radius: .4rem;
      padding: .5rem .75rem; }
    .values dt { font-size: .875rem; }
    .values dd { font-size: 1.35rem; font-variant-numeric: tabular-nums; }
    figure { margin: .75rem 0; }
    svg { display: block; font-size: 13px; }
    svg text { fill: var(--ink); unicode-bidi: isolate; }
    svg .end { text-anchor: end; font-variant-numeric: tabular-nums; }
    svg .axis { fill: var(--soft); }
    svg .bar { fill: var(--bar); }
    svg .beyond { fill: var(--beyond); stroke: var(--bar); stroke-width: 1; }
    svg .floor { stroke: var(--line); }
    summary { cursor: pointer; color: var(--soft); font-size: .875rem; padding: .25rem 0; }
    .table { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .875rem; min-width: 50%; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; font-weight: normal;
      border-bottom: 1px solid var(--line); unicode-bidi: plaintext; overflow-wrap: normal; }
    thead th { color: var(--soft); white-space: nowrap; }
    tbody th, td:not(.n) { min-width: 6rem; }
    .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    tfoot th, tfoot td { font-weight: bold; }
    @media print {
      :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --bar: #1a5fb4;
        --beyond: #d6e6fa; --tile: #fff; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      figure, tr, .values div, h2 { break-inside: avoid; }
      h2, summary, .note { break-after: avoid; }
      th, td { padding: .1rem .75rem .1rem 0; }
      summary { list-style: none; }
      details::details-content { content-visibility: visible; display: block; }
      .table { overflow: visible; }
      svg, .values div { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }

    """
}

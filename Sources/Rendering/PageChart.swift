/// Draws rows as SVG within a page: bars one below the other, or where time runs along, columns, a strip for each series.
///
/// Lengths across are shares of the width and heights are fixed, so that words keep their size at any width and no script
/// is needed to fit them. Nothing depends on colour: each bar and each strip has its name and number beside it.
struct PageChart {
  /// More would be a wall; the table behind has them all.
  private static let mostBars = 40
  private static let mostStrips = 12
  /// More columns than that would be thinner than a line on a telephone.
  private static let mostColumns = 120
  /// Characters of a label, so that it and its number fit side by side at 360 pixels.
  private static let labelWidth = 32

  private let plan: ChartPlan
  private let rows: ChartRows
  private let sink: ByteSink

  init(_ plan: ChartPlan, _ rows: ChartRows, _ sink: ByteSink) {
    self.plan = plan
    self.rows = rows
    self.sink = sink
  }

  func draw() throws {
    if plan.time != nil { try drawStrips() } else { try drawBars() }
    try sink.flushIfFull()
  }

  // MARK: Bars

  private func drawBars() throws {
    let shown = rows.all.prefix(Self.mostBars)
    let largest = rows.largest
    let rowHeight = 38
    open(height: shown.count * rowHeight, kind: "Bars", of: "\(shown.count)")
    for (index, row) in shown.enumerated() {
      let top = index * rowHeight
      label(row.wholeLabel, number: spoken(row), at: top + 14)
      sink.buffer.append("<g>")
      hint("\(row.wholeLabel): \(spoken(row))")
      if let further = row.further {
        bar("beyond", width: Self.share(further, of: largest), top: top + 20, height: 12)
      }
      bar("bar", width: Self.share(row.value ?? 0, of: largest), top: top + 20, height: 12)
      sink.buffer.append("</g>\n")
      try sink.flushIfFull()
    }
    close([beyondKey, remark(shown.count, of: rows.all.count, "row")])
  }

  // MARK: Strips

  private func drawStrips() throws {
    let (times, all) = rows.series()
    let shown = all.prefix(Self.mostStrips)
    let largest = rows.largest
    let step = (times.count + Self.mostColumns - 1) / Self.mostColumns
    let height = shown.count == 1 ? 120 : 44
    let stripHeight = height + 26
    open(height: shown.count * stripHeight + 20, kind: "Columns", of: "\(times.count) \(plan.bucketName)s")
    for (index, strip) in shown.enumerated() {
      let top = index * stripHeight
      label(
        strip.label.isEmpty ? plan.valueName : strip.label, number: "most \(spoken(largestOf: strip))",
        at: top + 14)
      let floor = top + 20 + height
      for (place, rows) in Self.gathered(strip.rows, step: step).enumerated() {
        try column(rows, place, of: (times.count + step - 1) / step, floor: floor, height: height, largest)
      }
      sink.buffer.append("<line class=\"floor\" x1=\"0\" x2=\"100%\" y1=\"\(floor)\" y2=\"\(floor)\"/>\n")
    }
    let below = shown.count * stripHeight + 14
    if let first = times.first { write(first, x: "0", y: below, "axis") }
    if times.count > 1, let last = times.last { write(last, x: "100%", y: below, "axis end") }
    close([
      step == 1
        ? "A column is one \(plan.bucketName)."
        : "A column covers \(step) \(plan.bucketName)s and shows the largest.",
      shown.count > 1 ? "All strips have the same scale." : nil, beyondKey,
      remark(shown.count, of: all.count, "strip"),
    ])
  }

  /// One column: of several rows that share it the largest.
  private func column(
    _ rows: [ChartRows.Mark], _ place: Int, of count: Int, floor: Int, height: Int, _ largest: Double
  ) throws {
    guard let row = rows.max(by: { ($0.value ?? -1) < ($1.value ?? -1) }) else { return }
    let further = rows.compactMap(\.further).max() ?? 0
    guard (row.value ?? 0) > 0 || further > 0 else { return }
    let (x, width) = (Double(place) / Double(count) * 100, 82 / Double(count))
    func rect(_ kind: StaticString, _ value: Double) {
      let tall = value > 0 && largest > 0 ? max(1, value / largest * Double(height)) : 0
      guard tall > 0 else { return }
      sink.buffer.append("<rect class=\"")
      sink.buffer.append(kind)
      sink.buffer.append(
        "\" x=\"\(Self.decimal(x))%\" width=\"\(Self.decimal(width))%\" y=\"\(Self.decimal(Double(floor) - tall))\" height=\"\(Self.decimal(tall))\"/>"
      )
    }
    sink.buffer.append("<g>")
    hint("\(row.wholeLabel): \(spoken(row))")
    if further > 0 { rect("beyond", further) }
    rect("bar", row.value ?? 0)
    sink.buffer.append("</g>\n")
    try sink.flushIfFull()
  }

  private static func gathered(_ rows: [ChartRows.Mark?], step: Int) -> [[ChartRows.Mark]] {
    stride(from: 0, to: rows.count, by: max(1, step)).map { start in
      rows[start..<min(start + max(1, step), rows.count)].compactMap(\.self)
    }
  }

  // MARK: Parts

  /// What is drawn is told in a sentence; its numbers are the table's, which follows.
  private func open(height: Int, kind: String, of what: String) {
    sink.buffer.append("<figure>\n<svg width=\"100%\" height=\"\(height)\" role=\"img\" aria-label=\"")
    sink.buffer.append(
      html: "Chart: \(rows.title). \(kind) for \(what); the table that follows has the numbers.")
    sink.buffer.append("\">\n")
  }

  private func close(_ sentences: [String?]) {
    sink.buffer.append("</svg>\n")
    let caption = sentences.compactMap(\.self).joined(separator: " ")
    if !caption.isEmpty { sink.buffer.append("<figcaption>", html: caption, "</figcaption>\n") }
    sink.buffer.append("</figure>\n")
  }

  private var beyondKey: String? {
    plan.beyond == nil ? nil : "Filled: \(plan.valueName); outlined: \(plan.beyondName)."
  }

  private func remark(_ shown: Int, of count: Int, _ noun: String) -> String? {
    shown == count ? nil : "The first \(shown) of \(count) \(noun)s; the table has all."
  }

  /// Of the number the largest, and of what is drawn behind it likewise, which may be another bucket's.
  private func spoken(largestOf strip: ChartRows.Series) -> String {
    let further = strip.rows.compactMap(\.self).max { ($0.further ?? -1) < ($1.further ?? -1) }
    guard plan.beyond != nil, let further, further.further != nil else { return strip.shownLargest }
    return "\(strip.shownLargest) / \(further.furtherShown)"
  }

  private func spoken(_ row: ChartRows.Mark) -> String {
    plan.beyond == nil ? row.shown : "\(row.shown) / \(row.furtherShown)"
  }

  private func label(_ name: String, number: String, at y: Int) {
    write(DisplayWidth.cut(name, to: Self.labelWidth), x: "0", y: y, "name")
    write(number, x: "100%", y: y, "end")
  }

  private func write(_ text: String, x: StaticString, y: Int, _ kind: StaticString) {
    sink.buffer.append("<text class=\"")
    sink.buffer.append(kind)
    sink.buffer.append("\" x=\"")
    sink.buffer.append(x)
    sink.buffer.append("\" y=\"\(y)\">")
    sink.buffer.append(html: text)
    sink.buffer.append("</text>\n")
  }

  private func bar(_ kind: StaticString, width: Double, top: Int, height: Int) {
    guard width > 0 else { return }
    sink.buffer.append("<rect class=\"")
    sink.buffer.append(kind)
    sink.buffer.append("\" x=\"0\" width=\"\(Self.decimal(width))%\" y=\"\(top)\" height=\"\(height)\"/>")
  }

  /// What a browser shows beside the pointer.
  private func hint(_ text: String) { sink.buffer.append("<title>", html: text, "</title>") }

  /// Of a hundred; anything above nothing can be seen.
  private static func share(_ value: Double, of largest: Double) -> Double {
    value > 0 && largest > 0 ? min(100, max(0.5, value / largest * 100)) : 0
  }

  /// With at most three digits after the point, whatever the locale.
  private static func decimal(_ number: Double) -> String {
    let thousandths = Int(exactly: (number * 1000).rounded()) ?? 0
    let (whole, rest) = (thousandths / 1000, thousandths % 1000)
    return rest == 0 ? "\(whole)" : "\(whole)." + String(String(rest + 1000).dropFirst())
  }
}

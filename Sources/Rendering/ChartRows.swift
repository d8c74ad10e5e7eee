/// The rows of a table as charts see them: what tells each row apart, and its number, in safe text.
struct ChartRows {
  /// So many buckets of one series are bars; more would be read as a line.
  private static let mostTimeBars = 40

  private let columns: [Column]
  private let plan: ChartPlan
  private let text: TableText
  private(set) var all: [Mark] = []

  /// One row of the table.
  struct Mark {
    var label: [String]
    var time: String
    var value: Double?
    var shown: String
    /// Of `ChartPlan.beyond`.
    var further: Double?
    var furtherShown: String

    /// Label and time, as the name of a bar.
    var wholeLabel: String { ((time.isEmpty ? [] : [time]) + label).joined(separator: "  ") }
  }

  /// The rows that only time tells apart.
  struct Series {
    var label: String
    /// One for each bucket of the chart; nil where there is no row.
    var rows: [Mark?]
    var shownLargest = "-"
    var largest = -1.0
  }

  /// Takes the columns of the rows, and which of them are drawn.
  init(_ columns: [Column], _ plan: ChartPlan, _ text: TableText) {
    self.columns = columns
    self.plan = plan
    self.text = text
  }

  mutating func add(_ cells: [Cell]) {
    func shown(_ column: Int) -> String {
      // In a label, as in a table's cell, an empty name would leave nothing to point at.
      let cell = text.cell(cells[column], columns[column]).text
      return cell.isEmpty ? "-" : cell
    }
    all.append(
      Mark(
        label: plan.labels.map(shown), time: plan.time.map(shown) ?? "", value: cells[plan.value].magnitude,
        shown: shown(plan.value), further: plan.beyond.flatMap { cells[$0].magnitude },
        furtherShown: plan.beyond.map(shown) ?? ""))
  }

  mutating func removeAll() { all = [] }

  /// Whether time runs along, and not a bar for each row.
  var runInTime: Bool { plan.time != nil && (!plan.labels.isEmpty || all.count > Self.mostTimeBars) }

  /// What a full bar stands for where a second number is drawn behind the first.
  var largest: Double { all.reduce(largestValue) { max($0, $1.further ?? 0) } }

  /// What it stands for where only the first is drawn.
  var largestValue: Double { all.reduce(0) { max($0, $1.value ?? 0) } }

  /// `ended by day, reason`
  var title: String {
    let names = (plan.time.map { [columns[$0].name] } ?? []) + plan.labels.map { columns[$0].name }
    let title = names.isEmpty ? plan.valueName : "\(plan.valueName) by \(names.joined(separator: ", "))"
    return Sanitizer.visible(title.replacing("_", with: " "))
  }

  /// The buckets in the order in which they come, and a line for each label, likewise.
  func series() -> (times: [String], all: [Series]) {
    var places: [String: Int] = [:]
    var times: [String] = []
    for row in all where places[row.time] == nil {
      places[row.time] = times.count
      times.append(row.time)
    }
    var order: [[String]: Int] = [:]
    var series: [Series] = []
    for row in all {
      let index: Int
      if let known = order[row.label] {
        index = known
      } else {
        index = series.count
        order[row.label] = index
        series.append(
          Series(
            label: row.label.joined(separator: "  "), rows: Array(repeating: nil, count: times.count)))
      }
      if let place = places[row.time] { series[index].rows[place] = row }
      if let value = row.value, value > series[index].largest {
        series[index].largest = value
        series[index].shownLargest = row.shown
      }
    }
    return (times, series)
  }
}

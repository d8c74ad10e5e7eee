/// What a page says beside the rows of its document, in the program's own words and in anybody's: all of it is escaped.
public struct PageWords: Sendable {
  /// A table of the page, and the chart before it.
  public struct Part: Sendable {
    /// What the table shows; nil where the page's title says it.
    public var heading: String?
    /// What is to be known before reading it.
    public var note: String?
    /// What is drawn, by the columns of the part's own rows; nil: nothing.
    public var chart: ChartPlan?
    /// What is said instead of a table without rows.
    public var empty: String

    /// Takes the words of one table, and which of its columns are drawn.
    public init(heading: String? = nil, note: String? = nil, chart: ChartPlan? = nil, empty: String) {
      self.heading = heading
      self.note = note
      self.chart = chart
      self.empty = empty
    }
  }

  /// The heading of the page, and its name in a browser.
  public var title: String
  /// Name and value of what holds for the whole page, such as its period.
  public var facts: [(name: String, value: String)]
  /// Of a list, what its rows are.
  public var list: Part
  /// Of one thing, what its lists of objects are, by their columns' names; a list that has no words is left out.
  public var parts: [String: Part]
  /// The last line.
  public var source: String
  /// Names of plain values that the page does not show, because it says them already.
  public var leftOut: Set<String> = []

  /// A page that says nothing but its title.
  public init(
    _ title: String, facts: [(name: String, value: String)] = [], list: Part = Part(empty: "Nothing."),
    parts: [String: Part] = [:], source: String = ""
  ) {
    self.title = title
    self.facts = facts
    self.list = list
    self.parts = parts
    self.source = source
  }
}

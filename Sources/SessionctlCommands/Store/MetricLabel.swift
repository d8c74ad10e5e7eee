import CommandGrammar
import Rendering
import SessionModel

/// A label that whoever measures puts on every measure, to tell stores apart: `store=berlin`.
struct MetricLabel {
  let name: String
  let value: String

  static let option = Option<MetricLabel>(
    "label", "NAME=VALUE", .metricLabel, repeatable: true,
    help: "Put this label on every measure, for example store=berlin",
    details: [
      "If a monitoring system reads the measures of several stores on one machine, each store needs a label of its own. Only measures have labels, so give `--format openmetrics` or an output file that ends in `.prom`, too."
    ])

  /// Those that were given.
  ///
  /// - Throws: a usage failure where nothing is measured, or a name is given twice
  static func all(_ context: CommandContext) throws -> [MetricLabel] {
    let labels = context.arguments[all: option]
    guard !labels.isEmpty else { return [] }
    guard context.format == .openmetrics else {
      throw Failure.usage("only measures have labels; leave out --label, or add --format openmetrics")
    }
    for (place, label) in labels.enumerated()
    where labels[..<place].contains(where: { $0.name == label.name }) {
      throw Failure.usage("--label gives '\(label.name)' twice")
    }
    return labels
  }
}

extension MetricFamily {
  /// The same with more labels on each sample.
  func labelled(_ labels: [MetricLabel]) -> MetricFamily {
    MetricFamily(
      name, help,
      samples.map { sample in MetricSample(sample.value, sample.labels + labels.map { ($0.name, $0.value) }) }
    )
  }
}

extension ValueParser where Value == MetricLabel {
  fileprivate static var metricLabel: ValueParser {
    ValueParser { (text) throws(ValueError) -> MetricLabel in
      // By bytes: a combining character after the sign would hide it from `Character`.
      let sides = text.utf8.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { throw ValueError("is not a label; write one like store=berlin") }
      let (name, value) = (String(Substring(sides[0])), String(Substring(sides[1])))
      let isName = name.utf8.enumerated().allSatisfy { place, byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
          true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): place > 0
        default: false
        }
      }
      guard isName, !name.isEmpty else {
        throw ValueError("is not a label: a name has letters without accents, digits and _, no digit first")
      }
      if name.hasPrefix("__") { throw ValueError("is not a label: names that start with __ are reserved") }
      if DoctorMetrics.labelNames.contains(name) {
        throw ValueError("is not a label to add: some measures have a label '\(name)' already")
      }
      if value.isEmpty { throw ValueError("is not a label: its value is empty") }
      if value.controlsSomething { throw ValueError("is not a label: its value contains control characters") }
      return MetricLabel(name: name, value: value)
    }
  }
}

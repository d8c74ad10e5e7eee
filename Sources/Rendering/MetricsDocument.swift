/// One number that is measured, with its labels.
public struct MetricSample: Sendable {
  /// Names and values, in the order in which they are written; a name is `[a-zA-Z_][a-zA-Z0-9_]*`, a value any
  /// text.
  public var labels: [(name: String, value: String)]
  /// The number.
  public var value: Int64

  /// A number without labels, as far as none are given.
  public init(_ value: Int64, _ labels: [(name: String, value: String)] = []) {
    self.value = value
    self.labels = labels
  }
}

/// Everything that is measured under one name: a gauge, which may go up and down.
public struct MetricFamily: Sendable {
  /// By the conventions of Prometheus: what it is, and its base unit at the end.
  public let name: String
  /// What it is, in one sentence without quotation marks and backslashes, which the two formats escape differently.
  public let help: String
  /// Without any, the family is left out.
  public let samples: [MetricSample]

  /// Takes the parts as they are.
  public init(_ name: String, _ help: String, _ samples: [MetricSample]) {
    self.name = name
    self.help = help
    self.samples = samples
  }

  /// One number without labels; nil: nothing is known.
  public init(_ name: String, _ help: String, _ value: Int64?) {
    self.init(name, help, value.map { [MetricSample($0)] } ?? [])
  }
}

/// Writes what was measured so that readers of OpenMetrics and those of the older text format of Prometheus understand it
/// alike.
///
/// Both know gauges, comments and escapes of labels in the same way. Counters end in `_total` in one place more in
/// OpenMetrics, `info` and `# UNIT` are unknown in the older one, and node_exporter refuses timestamps: none is used. The
/// `# EOF` that OpenMetrics wants is a comment in the other.
public enum MetricsDocument {
  /// The whole text, with its last line.
  public static func text(_ families: [MetricFamily]) -> String {
    var text = ""
    for family in families where !family.samples.isEmpty {
      text += "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) gauge\n"
      for sample in family.samples {
        let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",")
        text += "\(family.name)\(labels.isEmpty ? "" : "{\(labels)}") \(sample.value)\n"
      }
    }
    return text + "# EOF\n"
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

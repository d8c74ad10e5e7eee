/// The block characters that bars and sparklines are made of: each tells its size by its shape, without colour.
enum ChartMarks {
  /// From an eighth of a line's height to all of it.
  static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// From an eighth of a column's width to seven.
  private static let widths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  static let zero: Character = "·"
  static let missing: Character = " "

  /// A bar of so many eighths of a column.
  static func bar(eighths: Int) -> String { String(repeating: "█", count: eighths / 8) + widths[eighths % 8] }

  /// How many eighths of a width a value takes; anything above nothing takes at least one.
  static func eighths(_ value: Double, of largest: Double, width: Int) -> Int {
    guard value > 0, largest > 0 else { return 0 }
    let eighths = (value / largest * Double(width * 8)).rounded()
    return min(width * 8, max(1, Int(exactly: eighths) ?? width * 8))
  }

  /// One column of a sparkline.
  static func spark(_ value: Double?, largest: Double) -> Character {
    guard let value else { return missing }
    guard value > 0, largest > 0 else { return zero }
    return heights[eighths(value, of: largest, width: 1) - 1]
  }

  /// Fewer values for fewer columns: the largest of every `step`.
  static func gathered(_ values: [Double?], step: Int) -> [Double?] {
    guard step > 1 else { return values }
    return stride(from: 0, to: values.count, by: step).map { start in
      values[start..<min(start + step, values.count)].compactMap(\.self).max()
    }
  }
}

/// How many columns text takes on a terminal, and cutting it to fit.
///
/// For text that went through the `Sanitizer`. Columns are counted per grapheme cluster: what a reader takes for
/// one character is shown or cut as a whole.
public enum DisplayWidth {
  /// The columns of a text.
  public static func of(_ text: String) -> Int {
    if text.everyByte({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The columns of one grapheme cluster.
  public static func of(_ cluster: Character) -> Int {
    let scalars = cluster.unicodeScalars
    guard let first = scalars.first else { return 0 }
    var width = of(first)
    if scalars.count == 1 { return width }
    var isSequence = false
    var isBroad = false
    for scalar in scalars.dropFirst() {
      switch scalar.value {
      // A selected emoji presentation is two columns wide, whatever the base alone is; so are a joined
      // sequence, a skin tone and a flag of two letters.
      case 0xFE0F: isSequence = isSequence || first.properties.isEmoji
      case 0x200D: isSequence = isSequence || first.properties.isEmoji
      case 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: isSequence = true
      // In Indian scripts a vowel sign beside its letter, or a further consonant, makes the cluster one broader;
      // wcwidth counts both together once.
      default:
        let further = of(scalar)
        let isSpacing = scalar.properties.generalCategory == .spacingMark
        if further == 1 || further == 0 && isSpacing { isBroad = true }
        if further == 2 { width += 2 }
      }
    }
    return isSequence ? 2 : width + (isBroad ? 1 : 0)
  }

  /// The text itself where it fits, else its beginning and `…`, together at most `width` columns.
  public static func cut(_ text: String, to width: Int) -> String {
    if of(text) <= width { return text }
    guard width > 0 else { return "" }
    var used = 0
    var end = text.startIndex
    while end < text.endIndex {
      let next = used + of(text[end])
      if next > width - 1 { break }
      used = next
      text.formIndex(after: &end)
    }
    return text[..<end] + "…"
  }

  /// The text in lines of at most `width` columns, broken between words; a word that is longer is broken itself.
  public static func wrap(_ text: String, to width: Int) -> [String] {
    guard width > 0, of(text) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      let columns = of(String(word))
      if used > 0, used + 1 + columns <= width {
        line += " \(word)"
        used += 1 + columns
        continue
      }
      if used > 0 { lines.append(line) }
      (line, used) = ("", 0)
      for cluster in word {
        let columns = of(cluster)
        if used > 0, used + columns > width {
          lines.append(line)
          (line, used) = ("", 0)
        }
        line.append(cluster)
        used += columns
      }
    }
    return lines + [line]
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    if contains(WidthTable.zero, scalar.value) { return 0 }
    return contains(WidthTable.wide, scalar.value) ? 2 : 1
  }

  /// Whether one of the ranges, given as pairs of bounds in rising order, has the value.
  private static func contains(_ bounds: [UInt32], _ value: UInt32) -> Bool {
    var low = 0
    var high = bounds.count / 2
    while low < high {
      let middle = (low + high) / 2
      if value > bounds[middle * 2 + 1] {
        low = middle + 1
      } else if value < bounds[middle * 2] {
        high = middle
      } else {
        return true
      }
    }
    return false
  }
}

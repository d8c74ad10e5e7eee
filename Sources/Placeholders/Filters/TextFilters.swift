/// What the filters on text do. Lengths are counted in Unicode scalars, as Ruby does.
enum TextFilters {
  static func strip(_ text: String, start: Bool, end: Bool) -> String {
    var part = text.unicodeScalars[...]
    if start { part = part.drop(while: \.properties.isWhitespace) }
    if end {
      while let last = part.last, last.properties.isWhitespace { part.removeLast() }
    }
    return String(part)
  }

  /// `truncate: 20, "…"`: at most so many scalars, the ellipsis included. A character is kept whole or not at all.
  static func truncate(_ text: String, _ arguments: [TemplateValue], _ budget: inout Budget) -> TemplateValue
  {
    let limit = max(0, arguments.isEmpty ? 50 : arguments[0].asInteger ?? 50)
    let ellipsis = arguments.count > 1 ? arguments[1].rendered : "..."
    let scalars = text.unicodeScalars
    guard scalars.dropFirst(limit).first != nil else { return .text(text) }
    let kept = max(0, limit - ellipsis.unicodeScalars.count)
    let cut = scalars.index(scalars.startIndex, offsetBy: kept)
    // `index(after:)` takes a place within a character for the character's.
    let end = text.index(before: text.index(after: cut))
    return budget.text(text[..<end] + ellipsis)
  }

  /// `truncatewords: 5, "…"`
  static func truncateWords(
    _ text: String, _ arguments: [TemplateValue], _ budget: inout Budget
  ) -> TemplateValue {
    let limit = max(1, arguments.isEmpty ? 15 : arguments[0].asInteger ?? 15)
    let ellipsis = arguments.count > 1 ? arguments[1].rendered : "..."
    let words = text.unicodeScalars.split(
      maxSplits: limit, omittingEmptySubsequences: true, whereSeparator: \.properties.isWhitespace)
    guard words.count > limit else { return .text(text) }
    return budget.text(words.prefix(limit).map { String($0) }.joined(separator: " ") + ellipsis)
  }

  /// `split: ", "`. As in Ruby, a space stands for any white space, an empty separator splits into characters, and
  /// empty parts at the end are dropped.
  static func split(_ text: String, _ separator: String, _ budget: inout Budget) -> TemplateValue {
    if separator.isEmpty {
      guard budget.spend(text.utf8.count) else { return .list([]) }
      return .list(text.map { .text(String($0)) })
    }
    if separator == " " {
      let words = text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
      return budget.list(words.map { .text(String($0)) })
    }
    let bytes = Array(text.utf8)
    let places = BytePattern(separator.utf8).places(in: bytes[...])
    guard budget.spend(places.count) else { return .list([]) }
    var parts: [TemplateValue] = []
    var start = 0
    for place in places {
      parts.append(.text(String(decoding: bytes[start..<place.lowerBound], as: UTF8.self)))
      start = place.upperBound
    }
    parts.append(.text(String(decoding: bytes[start...], as: UTF8.self)))
    while let last = parts.last, last.isEmpty { parts.removeLast() }
    return .list(parts)
  }

  static func replaceNewlines(
    _ text: String, with replacement: String, _ budget: inout Budget
  ) -> TemplateValue {
    let bytes = Array(text.utf8)
    var buffer = OutputBuffer(limit: budget.bytes)
    var copied = 0
    for index in bytes.indices where bytes[index] == 0x0A && !buffer.isFull {
      let end = index > copied && bytes[index - 1] == 0x0D ? index - 1 : index
      buffer.append(bytes[copied..<end])
      buffer.append(replacement)
      copied = index + 1
    }
    if !buffer.isFull { buffer.append(bytes[copied...]) }
    return budget.text(buffer)
  }
}

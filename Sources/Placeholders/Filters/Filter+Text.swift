extension Filter {
  func applyToText(_ text: String, _ arguments: [TemplateValue], _ budget: inout Budget) -> TemplateValue {
    switch self {
    case .upcase: return budget.text(text.uppercased())
    case .downcase: return budget.text(text.lowercased())
    case .capitalize: return budget.text(text.prefix(1).uppercased() + text.dropFirst().lowercased())
    case .strip: return budget.text(TextFilters.strip(text, start: true, end: true))
    case .lstrip: return budget.text(TextFilters.strip(text, start: true, end: false))
    case .rstrip: return budget.text(TextFilters.strip(text, start: false, end: true))
    case .stripNewlines: return TextFilters.replaceNewlines(text, with: "", &budget)
    case .newlineToBr: return TextFilters.replaceNewlines(text, with: "<br />\n", &budget)
    case .stripHTML: return TextFilters.stripHTML(text, &budget)
    case .escape, .h: return TextFilters.escape(text, keepsEntities: false, &budget)
    case .escapeOnce: return TextFilters.escape(text, keepsEntities: true, &budget)
    case .urlEncode: return TextFilters.urlEncode(text, &budget)
    case .urlDecode: return TextFilters.urlDecode(text, &budget)
    case .truncate: return TextFilters.truncate(text, arguments, &budget)
    case .truncatewords: return TextFilters.truncateWords(text, arguments, &budget)
    case .append: return budget.text(text + arguments[0].rendered)
    case .prepend: return budget.text(arguments[0].rendered + text)
    case .replace, .remove: return replace(text, arguments, .all, &budget)
    case .replaceFirst, .removeFirst: return replace(text, arguments, .first, &budget)
    case .replaceLast, .removeLast: return replace(text, arguments, .last, &budget)
    default: return .text(text)
    }
  }

  private enum Places { case all, first, last }

  /// An empty text to look for is found nowhere. (Ruby finds it between all characters, which nobody means.)
  private func replace(
    _ text: String, _ arguments: [TemplateValue], _ which: Places, _ budget: inout Budget
  ) -> TemplateValue {
    let bytes = Array(text.utf8)
    let replacement = arguments.count > 1 ? arguments[1].rendered : ""
    var places = BytePattern(arguments[0].rendered.utf8).places(in: bytes[...])
    switch which {
    case .all: break
    case .first: places = Array(places.prefix(1))
    case .last: places = Array(places.suffix(1))
    }
    var buffer = OutputBuffer(limit: budget.bytes)
    var copied = 0
    for place in places where !buffer.isFull {
      buffer.append(bytes[copied..<place.lowerBound])
      buffer.append(replacement)
      copied = place.upperBound
    }
    if !buffer.isFull { buffer.append(bytes[copied...]) }
    return budget.text(buffer)
  }

  /// `slice: 2`, `slice: -3, 2`: a part of a text or list.
  func slice(_ value: TemplateValue, _ arguments: [TemplateValue], _ budget: inout Budget) -> TemplateValue {
    let length = max(0, arguments.count > 1 ? arguments[1].asInteger ?? 0 : 1)
    let start = arguments[0].asInteger ?? 0
    if case .list(let values) = value {
      let first = start < 0 ? max(0, values.count &+ start) : start
      guard start >= 0 || values.count &+ start >= 0 else { return .list([]) }
      return budget.list(Array(values.dropFirst(first).prefix(length)))
    }
    let scalars = budget.string(value).unicodeScalars
    let first = start < 0 ? scalars.count &+ start : start
    guard first >= 0 else { return "" }
    return budget.text(String(scalars.dropFirst(first).prefix(length)))
  }
}

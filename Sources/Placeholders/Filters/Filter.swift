/// The filters, by the names that templates write. Those of Liquid's standard library that admins use; the rest is
/// refused when a template is compiled.
enum Filter: String, CaseIterable, Sendable {
  case `default`, date
  case upcase, downcase, capitalize, strip, lstrip, rstrip
  case stripNewlines = "strip_newlines"
  case newlineToBr = "newline_to_br"
  case stripHTML = "strip_html"
  case escape, h
  case escapeOnce = "escape_once"
  case urlEncode = "url_encode"
  case urlDecode = "url_decode"
  case truncate, truncatewords, append, prepend
  case replace
  case replaceFirst = "replace_first"
  case replaceLast = "replace_last"
  case remove
  case removeFirst = "remove_first"
  case removeLast = "remove_last"
  case size, slice, split, join, first, last, reverse, sort, uniq, compact, concat, map
  case whereEqual = "where"
  case plus, minus, times
  case dividedBy = "divided_by"
  case modulo, abs, ceil, floor, round
  case atLeast = "at_least"
  case atMost = "at_most"

  /// How many arguments there may be.
  var arguments: ClosedRange<Int> {
    switch self {
    case .upcase, .downcase, .capitalize, .strip, .lstrip, .rstrip, .stripNewlines, .newlineToBr, .stripHTML,
      .escape, .h, .escapeOnce, .urlEncode, .urlDecode, .size, .first, .last, .reverse, .uniq, .compact, .abs,
      .ceil, .floor:
      0...0
    case .date, .append, .prepend, .remove, .removeFirst, .removeLast, .split, .concat, .map, .plus, .minus,
      .times, .dividedBy, .modulo, .atLeast, .atMost:
      1...1
    case .join, .sort, .round: 0...1
    case .truncate, .truncatewords, .default: 0...2
    case .replaceFirst, .replaceLast: 2...2
    case .replace, .slice, .whereEqual: 1...2
    }
  }

  /// The filtered value; `date` is the machine's, which knows who tells the time.
  func apply(to value: TemplateValue, _ arguments: [TemplateValue], _ budget: inout Budget) -> TemplateValue {
    switch self {
    case .date: value
    case .default:
      value.isEmpty || !(value.isTrue || (value.equals(false) && arguments.count > 1 && arguments[1].isTrue))
        ? arguments.first ?? "" : value
    case .size: value.size
    case .first, .last, .reverse, .sort, .uniq, .compact, .concat, .map, .whereEqual, .join:
      applyToList(value, arguments, &budget)
    case .split: TextFilters.split(budget.string(value), arguments[0].rendered, &budget)
    case .slice: slice(value, arguments, &budget)
    case .plus, .minus, .times, .dividedBy, .modulo, .abs, .ceil, .floor, .round, .atLeast, .atMost:
      applyToNumber(value.asNumber, arguments.first?.asNumber ?? 0)
    default: applyToText(budget.string(value), arguments, &budget)
    }
  }
}

extension TemplateValue {
  fileprivate var size: TemplateValue {
    switch self {
    case .text, .list, .object: member("size")
    case .none, .number, .decimal, .bool: 0
    }
  }
}

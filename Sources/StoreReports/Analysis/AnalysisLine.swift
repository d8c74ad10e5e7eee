import CivilTime
import JSONText
import SessionModel
import SessionStore
import StoreEngine

/// Makes a line of NDJSON of each row of a stepped statement, with the members in the order of the table's columns.
///
/// What a statement must give: the month's moment in its first column, what the row is told by in its second, then what
/// the table's columns read (`selected`). Nothing is made in between but bytes, because a month has as many rows as it has.
struct AnalysisLine {
  /// What every row begins with.
  enum Beginning: Int, StatementColumn { case moment, id }

  private enum Part {
    case integer(Int32), text(Int32), split(Int32)
    case word(Int32, [Int64: [UInt8]])
    case elapsed(from: Int32, to: Int32), openSeconds(from: Int32, to: Int32), outsideHours(Int32)
  }

  /// The member's name up to its value, and where that comes from.
  private var members: [(head: [UInt8], part: Part)] = []
  private let hours: BusinessHours?
  /// What to read after the moment and the key.
  let selected: String

  /// - Parameters:
  ///   - hours: the business hours that are counted by; nil: what needs them is null
  ///   - instead: other expressions than the table's own, by those
  init(_ table: AnalysisTable, hours: BusinessHours?, instead: [String: String] = [:]) {
    self.hours = hours
    var expressions: [String] = []
    var places: [String: Int32] = [:]
    for column in table.columns {
      switch column.source {
      case .read(let expression), .word(let expression, _), .split(let expression):
        places[column.name] = Int32(Beginning.allCases.count + expressions.count)
        expressions.append(instead[expression] ?? expression)
      case .elapsed, .openSeconds, .outsideHours, .made: break
      }
    }
    selected = expressions.joined(separator: ", ")
    func place(_ name: String) -> Int32 {
      guard let place = places[name] else { preconditionFailure("\(table.name) reads no column '\(name)'") }
      return place
    }
    for (index, column) in table.columns.enumerated() {
      let head = Array("\(index == 0 ? "{" : ",")\"\(column.name)\":".utf8)
      let part: Part =
        switch column.source {
        case .read:
          switch column.kind {
          case .integer: .integer(place(column.name))
          case .text: .text(place(column.name))
          case .real, .boolean, .date, .texts: preconditionFailure("\(column.name) is not read as it is")
          }
        case .word(_, let words): .word(place(column.name), Self.quoted(words))
        case .split: .split(place(column.name))
        case .elapsed(let from, let to): .elapsed(from: place(from), to: place(to))
        case .openSeconds(let from, let to): .openSeconds(from: place(from), to: place(to))
        case .outsideHours(let moment): .outsideHours(place(moment))
        case .made: preconditionFailure("\(column.name) is made by whoever writes the row")
        }
      members.append((head, part))
    }
  }

  /// The words as JSON; an empty one stands for none.
  private static func quoted(_ words: [Int: String]) -> [Int64: [UInt8]] {
    var quoted: [Int64: [UInt8]] = [:]
    for (number, word) in words where !word.isEmpty {
      var text: [UInt8] = []
      JSONWriter.append(word, to: &text)
      quoted[Int64(number)] = text
    }
    return quoted
  }

  /// Appends the row that the statement stands on, with its line's end.
  func append(_ statement: SteppedStatement, to line: inout [UInt8]) {
    for (head, part) in members {
      line += head
      switch part {
      case .integer(let place): JSONWriter.append(statement.optionalInteger(place), orNull: &line)
      case .text(let place):
        if statement.isNull(place) { line += Self.null } else { quote(statement.utf8(place), to: &line) }
      case .split(let place): appendTexts(statement.utf8(place), to: &line)
      case .word(let place, let words): line += words[statement.integer(place)] ?? Self.null
      case .elapsed(let from, let to):
        JSONWriter.append(
          span(statement, from, to).map { max(0, $1.seconds &- $0.seconds) }, orNull: &line)
      case .openSeconds(let from, let to):
        JSONWriter.append(
          hours.flatMap { hours in span(statement, from, to).map { hours.openSeconds(from: $0, to: $1) } },
          orNull: &line)
      case .outsideHours(let place):
        if let hours, let moment = statement.optionalMoment(place) {
          line += hours.isOpen(at: moment) ? Self.no : Self.yes
        } else {
          line += Self.null
        }
      }
    }
    line += Self.end
  }

  private static let (null, yes, no) = (Array("null".utf8), Array("true".utf8), Array("false".utf8))
  private static let end = Array("}\n".utf8)

  private func span(_ statement: SteppedStatement, _ from: Int32, _ to: Int32) -> (Instant, Instant)? {
    guard let from = statement.optionalMoment(from), let to = statement.optionalMoment(to) else { return nil }
    return (from, to)
  }

  /// Whatever a damaged store holds, the file is UTF-8.
  private func quote(_ text: UnsafeBufferPointer<UInt8>, to line: inout [UInt8]) {
    if text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
      line.append(UInt8(ascii: "\""))
      line += text
      line.append(UInt8(ascii: "\""))
    } else {
      JSONWriter.append(String(decoding: text, as: UTF8.self), to: &line)
    }
  }

  private func appendTexts(_ texts: UnsafeBufferPointer<UInt8>, to line: inout [UInt8]) {
    line.append(UInt8(ascii: "["))
    var isFirst = true
    for text in texts.split(separator: UInt8(ascii: " ")) {
      if !isFirst { line.append(UInt8(ascii: ",")) }
      isFirst = false
      quote(UnsafeBufferPointer(rebasing: text), to: &line)
    }
    line.append(UInt8(ascii: "]"))
  }
}

/// Why a text is not a template that can be rendered: one sentence, and the place.
public struct TemplateProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, without the place and without a full stop.
  public let message: String
  /// From 1
  public let line: Int
  /// From 1, in Unicode scalars
  public let column: Int

  /// `line 2, column 7: …`
  public var description: String { "line \(line), column \(column): \(message)" }

  init(_ fault: TemplateFault, in source: [UInt8]) {
    message = fault.message
    var line = 1
    var column = 1
    for byte in source[..<min(fault.offset, source.count)] {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.line = line
    self.column = column
  }
}

/// A problem while its place is still a number of bytes.
struct TemplateFault: Error {
  let message: String
  let offset: Int

  init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}

extension TemplateFault {
  static func tooLong(bytes: Int, limit: Int) -> TemplateFault {
    TemplateFault("the template has \(bytes) bytes, and at most \(limit) are allowed", at: 0)
  }

  static func tooDeep(limit: Int, at offset: Int) -> TemplateFault {
    TemplateFault("more than \(limit) nested blocks", at: offset)
  }

  static func unclosed(_ opening: String, closing: String, at offset: Int) -> TemplateFault {
    TemplateFault("'\(opening)' has no '\(closing)'", at: offset)
  }

  static func unknownTag(_ name: String, at offset: Int) -> TemplateFault {
    TemplateFault("unknown tag \(quoted(name))", at: offset)
  }

  static func unsupportedTag(_ name: String, at offset: Int) -> TemplateFault {
    TemplateFault("the tag \(quoted(name)) of Liquid is not supported here", at: offset)
  }

  static func unknownFilter(_ name: String, at offset: Int) -> TemplateFault {
    TemplateFault("unknown filter \(quoted(name))", at: offset)
  }

  static func filterArguments(_ name: String, _ allowed: ClosedRange<Int>, at offset: Int) -> TemplateFault {
    let wanted =
      allowed == 0...0
      ? "no argument"
      : allowed.lowerBound == allowed.upperBound
        ? "\(allowed.lowerBound) \(allowed.lowerBound == 1 ? "argument" : "arguments")"
        : "\(allowed.lowerBound) to \(allowed.upperBound) arguments"
    return TemplateFault("the filter '\(name)' takes \(wanted)", at: offset)
  }

  static func expected(_ what: String, found: String, at offset: Int) -> TemplateFault {
    TemplateFault("expected \(what), found \(found.isEmpty ? "the end" : quoted(found))", at: offset)
  }

  static func misplaced(_ name: String, at offset: Int) -> TemplateFault {
    TemplateFault("'\(name)' is outside the block it belongs to", at: offset)
  }

  /// What a problem shows of the template, which can hold anything, is short.
  private static func quoted(_ text: String) -> String {
    let shown = text.prefix(40)
    return shown.endIndex == text.endIndex ? "'\(text)'" : "'\(shown)…'"
  }
}

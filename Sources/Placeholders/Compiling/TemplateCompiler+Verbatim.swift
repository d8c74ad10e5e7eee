/// Parts that aren't compiled: `{% raw %}` is output as it stands, comments are left out.
extension TemplateCompiler {
  mutating func raw(openedAt opening: Int) throws(TemplateFault) {
    trimsNext = try reader.close(.tag, openedAt: opening)
    let start = reader.position
    guard let end = nextTag(["endraw"]) else {
      throw .unclosed("{% raw %}", closing: "{% endraw %}", at: opening)
    }
    emitText(start..<end.start, trimsEnd: end.trimsBefore)
    trimsNext = end.trimsAfter
  }

  /// Comments may hold comments, and anything else, well-formed or not.
  mutating func comment(openedAt opening: Int) throws(TemplateFault) {
    _ = try reader.close(.tag, openedAt: opening)
    var depth = 1
    while depth > 0 {
      guard let tag = nextTag(["comment", "endcomment"]) else {
        throw .unclosed("{% comment %}", closing: "{% endcomment %}", at: opening)
      }
      depth += tag.name == "comment" ? 1 : -1
      trimsNext = tag.trimsAfter
    }
  }

  /// `{% # a remark %}`
  mutating func inlineComment(openedAt opening: Int) throws(TemplateFault) {
    while !reader.isAtEnd, !reader.closes(.tag) { reader.position += 1 }
    trimsNext = try reader.close(.tag, openedAt: opening)
  }

  private struct BareTag {
    var name: String
    var start: Int
    var trimsBefore: Bool
    var trimsAfter: Bool
  }

  /// Passes the next of these tags, which must have nothing but its name.
  private mutating func nextTag(_ wanted: Set<String>) -> BareTag? {
    while !reader.isAtEnd {
      guard reader.byte() == UInt8(ascii: "{"), reader.byte(1) == UInt8(ascii: "%") else {
        reader.position += 1
        continue
      }
      var probe = reader
      probe.position += 2
      let trimsBefore = probe.take("-")
      probe.skipSpaces()
      let name = probe.word() ?? ""
      probe.skipSpaces()
      if wanted.contains(name), probe.closes(.tag) {
        let start = reader.position
        let trimsAfter = probe.take("-")
        reader.position = probe.position + 2
        return BareTag(name: name, start: start, trimsBefore: trimsBefore, trimsAfter: trimsAfter)
      }
      // Not behind the word: an opening can't be within it, but white space could be skipped again and again.
      reader.position = max(reader.position + 2, probe.position)
    }
    return nil
  }
}

/// How texts are searched: whole words for `includes`, the very text for `is`, both without regard to case and to
/// how their letters are composed.
enum TextMatch {
  /// A word may hold signs of its own, such as `e-mail` or `#4711`; what is beside it must be no letter or digit.
  static func hasWord(_ words: [String], in text: String) -> Bool {
    if let answer = PlainText.hasWord(words, in: text) { return answer }
    let text = Array(text.lowercased())
    return words.contains { word in
      let word = Array(word.lowercased())
      guard let first = word.first, let last = word.last, word.count <= text.count else { return false }
      return (0...(text.count - word.count)).contains { start in
        guard text[start] == first, text[start..<start + word.count].elementsEqual(word) else { return false }
        let end = start + word.count
        return !(first.isOfWord && start > 0 && text[start - 1].isOfWord)
          && !(last.isOfWord && end < text.count && text[end].isOfWord)
      }
    }
  }

  /// A word as `eachPlainWord` gives it; nil if it has signs of its own or other letters than those of ASCII.
  static func plainWord(_ word: String) -> String? { PlainText.word(word) }

  /// Gives the words of a text, for many questions about it: `hasWord` finds a plain word where it is one of them.
  ///
  /// - Returns: false if the text is more than printable ASCII and its words can't be given
  static func eachPlainWord(of text: String, _ body: (String) -> Void) -> Bool {
    PlainText.eachWord(of: text, body)
  }

  static func has(_ part: String, in text: String) -> Bool {
    PlainText.has(part, in: text) ?? text.lowercased().contains(part.lowercased())
  }
}

extension Character {
  fileprivate var isOfWord: Bool { isLetter || isNumber }
}

/// Hot loop: the same for texts of printable ASCII, which nearly all are, byte by byte.
private enum PlainText {
  /// nil where one of the texts is more than that.
  static func hasWord(_ words: [String], in text: String) -> Bool? {
    search(text) { text in
      for word in words {
        guard
          let found = search(word, { isWord($0, in: text) })
        else { return nil }
        if found { return true }
      }
      return false
    }
  }

  /// nil where one of the texts is more than that.
  static func has(_ part: String, in text: String) -> Bool? {
    search(text) { text in search(part) { part in places(of: part, in: text) { _ in true } } }
  }

  static func word(_ word: String) -> String? {
    guard !word.isEmpty, word.utf8.allSatisfy(isOfWord) else { return nil }
    return String(decoding: word.utf8.map(lowered), as: UTF8.self)
  }

  static func eachWord(of text: String, _ body: (String) -> Void) -> Bool {
    search(text) { text in
      var start = 0
      while start < text.count {
        var end = start
        while end < text.count, isOfWord(text[end]) { end += 1 }
        if end > start {
          body(
            String(unsafeUninitializedCapacity: end - start) { word in
              for place in start..<end { word[place - start] = lowered(text[place]) }
              return end - start
            })
        }
        start = end + 1
      }
      return true
    } ?? false
  }

  private static func search(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Bool?) -> Bool? {
    var text = text
    return text.withUTF8 { text in
      // Without a way out in the loop it is done many bytes at a time.
      var isPlain = true
      for byte in text { isPlain = isPlain && byte &- 0x20 < 0x5F }
      return isPlain ? body(text) : nil
    }
  }

  private static func isWord(_ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Bool
  {
    guard let first = word.first, let last = word.last else { return false }
    return places(of: word, in: text) { start in
      let end = start + word.count
      return !(isOfWord(first) && start > 0 && isOfWord(text[start - 1]))
        && !(isOfWord(last) && end < text.count && isOfWord(text[end]))
    }
  }

  /// Whether a place where the part stands satisfies the condition.
  private static func places(
    of part: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, satisfy: (Int) -> Bool
  ) -> Bool {
    guard let first = part.first.map(lowered), part.count <= text.count else {
      return part.isEmpty && satisfy(0)
    }
    for start in 0...(text.count - part.count) where lowered(text[start]) == first {
      var length = 1
      while length < part.count, lowered(text[start + length]) == lowered(part[length]) { length += 1 }
      if length == part.count, satisfy(start) { return true }
    }
    return false
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
      || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}

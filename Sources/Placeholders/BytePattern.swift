/// A text to look for in others, by the algorithm of Knuth, Morris and Pratt: its time grows linearly with the text
/// whatever both hold, because a template and a customer can each bring the worst case.
struct BytePattern {
  let bytes: [UInt8]
  /// For every prefix of the pattern, how many of its last bytes are also its first.
  private let borders: [Int]

  init(_ bytes: some Collection<UInt8>) {
    self.bytes = Array(bytes)
    var borders = [Int](repeating: 0, count: self.bytes.count)
    var border = 0
    for index in self.bytes.indices.dropFirst() {
      while border > 0 && self.bytes[index] != self.bytes[border] { border = borders[border - 1] }
      if self.bytes[index] == self.bytes[border] { border += 1 }
      borders[index] = border
    }
    self.borders = borders
  }

  /// The first place at or after `start`; an empty pattern is found nowhere.
  func next(in text: ArraySlice<UInt8>, from start: Int) -> Range<Int>? {
    guard !bytes.isEmpty else { return nil }
    var matched = 0
    var index = start
    while index < text.endIndex {
      while matched > 0 && text[index] != bytes[matched] { matched = borders[matched - 1] }
      if text[index] == bytes[matched] { matched += 1 }
      index += 1
      if matched == bytes.count { return index - matched..<index }
    }
    return nil
  }

  /// As in every language, the empty text is part of every text.
  func isFound(in text: ArraySlice<UInt8>) -> Bool {
    bytes.isEmpty || next(in: text, from: text.startIndex) != nil
  }

  /// All places, from left to right, none overlapping another.
  func places(in text: ArraySlice<UInt8>) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var start = text.startIndex
    while let place = next(in: text, from: start) {
      places.append(place)
      start = place.upperBound
    }
    return places
  }
}

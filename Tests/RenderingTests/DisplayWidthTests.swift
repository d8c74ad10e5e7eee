import Testing

@testable import Rendering

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("漢", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("é", 1), ("e\u{301}", 1),
    ("🇩🇪", 2), ("👩‍👧", 2), ("❤️", 2), ("❤", 1), ("👍🏽", 2), ("1️⃣", 2), ("…", 1), ("⏎", 1), ("क्षि", 2),
    ("ﾊﾝｶｸ", 4), ("Ｆ", 2), ("🙂🙂", 4), ("ไทย", 3),
    ("हिन्दी", 4), ("नमस्ते", 4), ("தமிழ்", 4), ("বাংলা", 4), ("ทำ", 2),
  ])
  func `columns are counted as terminals do`(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abc", 1, "…"), ("abc", 0, ""), ("漢字漢", 5, "漢字…"),
    ("漢字漢", 4, "漢…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("👩‍👧👩‍👧", 3, "👩‍👧…"), ("🇩🇪🇫🇷", 2, "…"),
  ])
  func `text is cut between characters`(text: String, width: Int, expected: String) {
    let cut = DisplayWidth.cut(text, to: width)
    #expect(Array(cut.utf8) == Array(expected.utf8))
    #expect(DisplayWidth.of(cut) <= width)
  }

  @Test(arguments: [
    ("one two three", 20, ["one two three"]), ("one two three", 7, ["one two", "three"]),
    ("one two three", 8, ["one two", "three"]), ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
    ("漢字漢 e\u{301}", 5, ["漢字", "漢 e\u{301}"]), ("👩‍👧👩‍👧", 1, ["👩‍👧", "👩‍👧"]), ("", 4, [""]), ("     ", 3, [""]),
  ])
  func `text is wrapped between words, and between characters where a word is too long`(
    text: String, width: Int, expected: [String]
  ) {
    #expect(DisplayWidth.wrap(text, to: width) == expected)
  }

  @Test(arguments: 1...40) func `wrapping loses nothing and keeps the width`(width: Int) {
    let text = "the customer's 漢字漢字 parcel 👩‍👧👩‍👧👩‍👧 e\u{301}te\u{301} 🇩🇪🇫🇷 aVeryLongWordThatFitsNowhereAtAll end"
    let lines = DisplayWidth.wrap(text, to: width)
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= width || $0.count == 1 })
  }

  @Test(arguments: [WidthTable.zero, WidthTable.wide])
  func `the ranges are in order`(bounds: [UInt32]) {
    #expect(bounds.count % 2 == 0)
    let pairs = zip(bounds, bounds.dropFirst()).enumerated()
    #expect(pairs.allSatisfy { $0 % 2 == 0 ? $1.0 <= $1.1 : $1.0 < $1.1 })
  }
}

import JSONText
import Testing

@Suite struct WriterTests {
  @Test(arguments: [
    ("", "\"\""), ("plain text", "\"plain text\""), ("a\"b\\c/", "\"a\\\"b\\\\c/\""),
    ("\u{8}\t\n\u{C}\r\u{0}\u{1B}\u{7F}", "\"\\b\\t\\n\\f\\r\\u0000\\u001b\\u007f\""),
    ("é😀", "\"é😀\""), ("\u{9B}31m", "\"\\u009b31m\""), ("\u{202E}x\u{2066}", "\"\\u202ex\\u2066\""),
    ("\u{2028}\u{2029}\u{61C}\u{200E}", "\"\\u2028\\u2029\\u061c\\u200e\""), ("\r\n", "\"\\r\\n\""),
  ])
  func strings(_ text: String, _ expected: String) {
    var bytes: [UInt8] = []
    JSONWriter.append(text, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self).utf8.elementsEqual(expected.utf8))
  }

  @Test(arguments: [
    (0, "0"), (-1, "-1"), (1234567890, "1234567890"), (Int64.max, "9223372036854775807"),
    (Int64.min, "-9223372036854775808"),
  ])
  func integers(_ value: Int64, _ expected: String) {
    var bytes: [UInt8] = Array("x".utf8)
    JSONWriter.append(value, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "x" + expected)
  }
}

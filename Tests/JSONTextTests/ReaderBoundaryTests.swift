import JSONText
import TestSupport
import Testing

/// The same records, however the input arrives.
@Suite struct ReaderBoundaryTests {
  static let inputs = [
    "\u{FEFF}{\"id\":1,\"s\":\"é€😀\\ud83d\\ude00\\n\"}\n{\"id\":-2.5e3,\"t\":[true,false,null]}\n",
    "{\"count\":12,\"tickets\":[{\"id\":1,\"x\":{\"y\":[[]]}},\n5,{\"id\":2}],\"n\":12345 ,\"users\":[{\"id\":3}],\"m\":{}}",
    "{\"ticket\":{\"id\":1,\"subject\":\"long enough to fill a window\"},\"sessionctl\":{\"a\":[1,2]}}{\"user\":{}}",
    "[{\"a\":1,\"a\":2},{\"b\":\"\\ud800\"},{\"c\":3} , 12, \"x\", nul, {}]\n[]\n123 true\n{}",
    "{\"a\":1\n{\"b\":\n{\"c\":3}\nxx\n\n  {\"d\":4}\n{\"e\":\"\u{1}\"}\n{\"f\":\"\n{\"g\":7}\n{\"h\":",
    "{\"meta\":{\"z\":1},\"\\u0074ickets\":[{\"id\":1}],\"long_member_nobody_knows\":[1,[2],{\"c\":\"]\"}],\"e\":tru",
  ]

  @Test(arguments: inputs)
  func everySplit(_ text: String) {
    let whole = steps(text)
    #expect(whole.count > 1)
    for chunk in 1...9 { #expect(steps(text, chunk: chunk) == whole) }
    for window in 1...text.utf8.count + 1 {
      #expect(steps(text, window: window) == whole)
      #expect(steps(text, chunk: 1, window: window) == whole)
    }
  }

  @Test(
    "Objects in lists of unknown keys are told of, before and behind what is known",
    arguments: [
      (
        #"{"a":[{"x":1},2,{}],"tickets":[{"id":1}],"b\u0063":[{"y":[{}]}],"d":{"e":[{}]},"users":[]}"#,
        ["a", "a", "bc"]
      ),
      (#"{"a":[{"x":1}],"ticket":{"id":1,"comments":[{}]},"b":[{},[]]}"#, ["a", "b"]),
      (#"{"a":[{"x":1}],"ticket":{"id":1},"b":[{}],"users":[{"id":2}],"c":[{}]}"#, ["a", "b", "c"]),
      (#"{"id":1,"a":[{}],"tickets":[{}]}"#, []), (#"[{"a":[{}]}]"#, []), (#"{"a":[{},{}]}"#, []),
    ])
  func unnamedLists(text: String, keys: [String]) {
    for window in [1, 5, 20, 1 << 20] {
      for chunk in [1, 7, .max] {
        var unnamed: [String] = []
        _ = steps(Array(text.utf8), chunk: chunk, window: window, unnamed: &unnamed)
        #expect(unnamed == keys, "window \(window), chunk \(chunk)")
      }
    }
  }

  /// Damage of any kind must never crash, hang or depend on how the input is cut; what passes must be JSON.
  @Test func damagedInput() {
    var random = SplitMix(seed: 7)
    let spare = Array("{}[],:\"\\u0d8eE+-.019 \n\u{0}é".utf8) + [0xFF, 0xC3]
    for round in 0..<3_000 {
      var bytes = Array(Self.inputs[round % Self.inputs.count].utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(spare.randomElement(using: &random) ?? 0, at: place)
        case 2: bytes[place] = spare.randomElement(using: &random) ?? 0
        default: bytes.removeSubrange(place..<min(bytes.count, place + 5))
        }
        if bytes.isEmpty { bytes = [0x7B] }
      }
      let whole = steps(bytes)
      #expect(steps(bytes, chunk: Int.random(in: 1...5, using: &random)) == whole)
      #expect(steps(bytes, chunk: 3, window: Int.random(in: 1...60, using: &random)) == whole)
      for step in whole where !step.hasPrefix("!") {
        let text = step.split(separator: " ", maxSplits: 2).last.map(String.init) ?? ""
        #expect(text.hasPrefix("{"))
      }
    }
  }

  @Test func scanAndParseAgree() {
    var random = SplitMix(seed: 11)
    let index = RecordIndex()
    let text = #"{"id":12,"s":"a\u00e9é😀\n","n":-1.5e+3,"a":[1,{"x":null}],"t":true,"f":false}"#
    for _ in 0..<5_000 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      let parsed = try? JSONValue.parse(bytes)
      let scanned = try? index.scan(bytes)
      let value = scanned?.slice.value
      #expect(parsed == value || (parsed?.object == nil && scanned == nil))
      // The standard library's idea of UTF-8 is the judge of ours.
      if parsed != nil { #expect(String(validating: bytes, as: UTF8.self) != nil) }
    }
  }
}

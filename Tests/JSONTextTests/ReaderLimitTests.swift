import JSONText
import Testing

/// Large input: what is refused and how much memory is asked for.
@Suite struct ReaderLimitTests {
  @Test func largeLineIsRefusedAndPassedOver() {
    let large = "{\"a\":\"\(String(repeating: "x", count: 100_000))\"}"
    for window in [1, 64, 4_096, 1 << 20] {
      for chunk in [7, 1_000, .max] {
        #expect(
          steps("{\"i\":1}\n\(large)\n\n{\"i\":2}\n", chunk: chunk, window: window, limit: 1_024) == [
            "- 1:0 {\"i\":1}", "! 2 a record larger than 1 KiB", "- 4:100018 {\"i\":2}",
          ])
      }
    }
    #expect(steps("[\(large)]", limit: 1_000) == ["!! 1[0] a record larger than 1000 bytes"])
    #expect(steps(large, limit: 1 << 16, collections: []).first == "! 1 a record larger than 64 KiB")
  }

  @Test func theLimitIsExact() {
    let record = "{\"a\":\"\(String(repeating: "x", count: 92))\"}"
    #expect(record.utf8.count == 100)
    for window in [1, 100, 101, 200] {
      #expect(texts("\(record)\n{}", limit: 100) == [record, "{}"])
      #expect(
        steps("\(record)\n{}", window: window, limit: 99) == [
          "! 1 a record larger than 99 bytes", "- 2:101 {}",
        ])
      #expect(steps("[\(record)]", window: window, limit: 100).count == 1)
      #expect(steps("[\(record)]", window: window, limit: 99) == ["!! 1[0] a record larger than 99 bytes"])
    }
  }

  @Test func longCollectionsNeedLittle() throws {
    // 200,000 records through a window of 4 KiB, made as they are read; what is not asked for is passed over.
    let element = Array("{\"id\":12345678},".utf8)
    var pieces = 400_000
    var isOpen = false
    var largest = 0
    let reader = JSONRecordReader(collectionKeys: ["tickets"], recordLimit: 8_192, windowSize: 4_096) {
      room in
      largest = max(largest, room.count)
      let text: [UInt8]
      switch (isOpen, pieces) {
      case (false, _): text = Array("{\"other\":{},\"tickets\":[".utf8)
      case (true, 200_000): text = Array("{}],\"unknown\":[".utf8)
      case (true, 1...): text = element
      case (true, 0): text = Array("1]}".utf8)
      default: text = []
      }
      isOpen = true
      pieces -= 1
      room.copyBytes(from: text)
      return text.count
    }
    var count = 0
    while case .record(let record) = try reader.next() {
      #expect(record.index == count)
      count += 1
    }
    #expect(count == 200_000)
    #expect(largest <= 4_096)
    guard case .end = try reader.next() else { return #expect(Bool(false)) }
  }

  @Test func spaceIsNotKept() {
    let space = String(repeating: " \n", count: 50_000)
    #expect(
      steps("\(space){\"tickets\":[\(space){}\(space),{}]\(space)}\(space)", window: 64, limit: 256) == [
        "tickets[0] 100001:200012 {}", "tickets[1] 150001:300015 {}",
      ])
  }
}

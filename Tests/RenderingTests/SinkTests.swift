import CivilTime
import Glibc
import TestSupport
import Testing

@testable import Rendering

@Suite struct SinkTests {
  @Test func `a closed pipe is an error of its own`() throws {
    FileDescriptorSink.turnBrokenPipesIntoErrors()
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let sink = ByteSink(FileDescriptorSink(ends[1]))
    #expect(throws: ClosedPipe()) {
      try sink.write("text")
      try sink.flush()
    }
    // What was lost is not tried again.
    try sink.flush()
  }

  @Test func `a full disk is told`() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let sink = ByteSink(FileDescriptorSink(descriptor))
    try sink.write("text")
    #expect(throws: WriteFailure(errno: ENOSPC)) { try sink.flush() }
    #expect(WriteFailure(errno: ENOSPC).reason == "No space left on device")
  }

  @Test func `rows reach the destination before the end`() throws {
    let memory = MemorySink()
    let schema = DocumentSchema("x", [Column("a", .text)])
    let writer = DocumentWriter(
      format: .ndjson, schema: schema, sink: ByteSink(memory), terminal: .none, now: SampleTable.now)
    try writer.begin(count: nil)
    for _ in 0..<10 { try writer.row([.text(String(repeating: "x", count: 20_000))]) }
    #expect(memory.bytes.count >= 65_536)
    try writer.finish()
    #expect(memory.text.lines.count == 11)
  }

  @Test func `a failure in the middle of a list comes out of row`() throws {
    let sink = ByteSink(MemorySink(room: 100_000))
    let writer = DocumentWriter(
      format: .csv, schema: DocumentSchema("x", [Column("a", .text)]), sink: sink, terminal: .none,
      now: SampleTable.now)
    try writer.begin(count: nil)
    #expect(throws: WriteFailure(errno: ENOSPC)) {
      for _ in 0..<10 { try writer.row([.text(String(repeating: "x", count: 20_000))]) }
    }
  }

  @Test func `integers and moments are written as the slow ways do`() {
    var generator = SplitMix(seed: 7)
    var numbers: [Int64] = [
      0, 9, 10, -1, -10, .max, .min, 99, 100, 999_999_999_999_999_999, 1_000_000_000_000_000_000,
    ]
    numbers += (0..<2000).map { Int64(truncatingIfNeeded: generator.next() >> UInt64($0 % 64)) }
    for number in numbers {
      var buffer = ByteBuffer()
      buffer.append(number)
      #expect(buffer.text == String(number))
      buffer.removeAll()
      buffer.append(Instant(number))
      #expect(buffer.text == Instant(number).rfc3339)
    }
  }
}

import CivilTime
import JSONText
import Testing

@Suite struct DeterminismTests {
  @Test func theSameAccountFromTheSameNumbers() {
    #expect(WrittenAccount.bytes(sessions: 300, seed: 5) == WrittenAccount.bytes(sessions: 300, seed: 5))
  }

  @Test func anotherAccountFromAnySingleDifference() {
    let account = WrittenAccount.bytes(sessions: 50, seed: 5)
    #expect(account != WrittenAccount.bytes(sessions: 51, seed: 5))
    #expect(account != WrittenAccount.bytes(sessions: 50, seed: 6))
    #expect(account != WrittenAccount.bytes(sessions: 50, seed: 5, now: WrittenAccount.now.advanced(by: 1)))
    #expect(account != WrittenAccount.bytes(sessions: 50, seed: 5, adminEmail: "chef@example.com"))
  }

  /// The bytes stay what they are over versions of this program and of Swift, or this says that they don't.
  @Test func theBytesAreKnown() {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in WrittenAccount.bytes(sessions: 500, seed: 1) {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    #expect(hash == 12_277_590_567_008_643_310)
  }

  @Test func theAdminsAddressIsEscaped() throws {
    let account = try WrittenAccount(sessions: 0, seed: 1, adminEmail: "\"q\\\u{1B}\"@example.com")
    #expect(account.staff.first?["email"]?.string == "\"q\\\u{1B}\"@example.com")
  }

  @Test func nothingIsLeftInTheLineAtTheEnd() throws {
    let bytes = WrittenAccount.bytes(sessions: 3, seed: 9)
    #expect(bytes.last == UInt8(ascii: "\n"))
    #expect(!bytes.contains { $0 < 0x20 && $0 != UInt8(ascii: "\n") })
  }
}

import Foundation
import Testing

/// The list of promises is complete.
@Suite struct PromiseListTests {
  @Test("Each of the 52 claims of the source has one test that names it")
  func complete() throws {
    let folder = "Tests/AcceptanceTests/Promises"
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/\(folder)")
    let text = try files.map { try Repository.read("\(folder)/\($0)") }.joined()
    for number in 1...52 {
      #expect(text.ranges(of: "\"promise \(number): ").count == 1, "promise \(number)")
    }
  }
}

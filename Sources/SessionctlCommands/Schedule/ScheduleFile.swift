import CivilTime
import CommandGrammar
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// A file that holds one schedule.
struct ScheduleFile {
  private let name: String
  private let bytes: [UInt8]

  static func read(_ path: String, _ context: CommandContext, besides options: [any OptionDeclaring]) throws
    -> ScheduleFile
  {
    if let extra = options.first(where: { context.arguments.wasGiven($0.spec) }) {
      throw Failure.usage("\(extra.spec.spelling) can't be combined with a FILE")
    }
    let input = try InputFile.open(ofThing: path, context)
    return ScheduleFile(name: input.name, bytes: try input.readAll())
  }

  func schedule(at now: Instant) throws -> Schedule {
    let keys = WireKind.schedule.keys.union(OwnDocument.keys)
    let reader = JSONRecordReader(bytes, collectionKeys: keys, singularKeys: keys)
    var found: Schedule?
    while true {
      switch try reader.next() {
      case .failure(let line, _, let reason, _): throw failure("line \(line): \(reason)")
      case .record(let record):
        guard found == nil else { throw failure("line \(record.line): expected one schedule, found another") }
        do throws(WireProblem) { found = try WireSchedule(new: record, at: now).schedule } catch {
          throw failure("line \(record.line): \(error.message)")
        }
      case .end:
        guard let found else { throw failure("expected a schedule, found nothing") }
        return found
      }
    }
  }

  private func failure(_ message: String) -> Failure {
    Failure(.badInput, "bad_input", "\(name)\(message.hasPrefix("line") ? ", " : ": ")\(message)")
  }
}

import Delivery
import Glibc
import Rendering
import StoreEngine

/// The user's pager on the real terminal.
final class PagerProgram: Pager {
  private let program: FedProgram
  private let sink: FileDescriptorSink

  /// - Parameter command: for the shell, as `PAGER` has it
  init(_ command: String, _ environment: (String) -> String?) throws {
    // What git gives, too: a text of one screen is only printed, colours are shown, and the text stays.
    let more = environment("LESS") == nil ? ["LESS=FRX"] : []
    do throws(ProgramRun.NotBegun) {
      program = try FedProgram(Program("/bin/sh", ["-c", command]), more: more)
    } catch { throw Failure(.ioFailure, "io_failure", "the pager '\(command)' can't be started") }
    sink = FileDescriptorSink(program.descriptor, checkInterruption: Interruption.check)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws { try sink.write(bytes) }

  /// The terminal is the pager's until then: a Ctrl-C is for it, and not for us.
  func finish() { ProcessSignals.leavingKeys { program.finish() } }
}

/// Which pager there is, if any.
enum PagerChoice {
  /// The command line for the shell; nil: none.
  static func command(_ environment: (String) -> String?) -> String? {
    if environment("TERM") == "dumb" { return nil }
    if let asked = environment("SESSIONCTL_PAGER") ?? environment("PAGER") {
      return asked.allSatisfy(\.isWhitespace) || asked == "cat" ? nil : asked
    }
    return Program("less").obstacle == nil ? "less" : nil
  }

  /// Why a command line can't be run, where that is plain: the shell would say so once the output is lost.
  static func obstacle(_ command: String) -> String? {
    let word = command.split(separator: " ").first.map(String.init) ?? ""
    guard word.allSatisfy({ $0.isLetter || $0.isNumber || "/._+-".contains($0) }) else { return nil }
    return Program(word).obstacle
  }
}

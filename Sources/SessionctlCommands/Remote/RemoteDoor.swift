import CivilTime
import CommandGrammar
import RemoteAccount
import SessionModel
import SessionStore
import StoreEngine

extension OpenStore {
  /// The live account that the store belongs to; nothing is asked yet.
  ///
  /// Only admins may, because whatever it answers or does is the whole account's. While a limiter makes it wait,
  /// progress says so.
  ///
  /// - Parameter scopes: what the work needs: `read`, `tickets:write`, `triggers:write`
  func remote(_ scopes: [String]) throws -> RemoteAccountClient {
    let environment = context.world.environment
    let settings = try store.read { reader in
      _ = try admin(reader)
      return try RemoteSettings(reader, environment)
    }
    let world = context.world
    let client = RemoteAccountClient(
      settings.address, credentials: try settings.credentials(environment), scopes: scopes,
      transport: CurlTransport(
        program: environment("SESSIONCTL_CURL") ?? "curl", seconds: settings.timeout,
        isAbandoned: { Interruption.isRequested }),
      clock: RemoteClock(now: { world.now().seconds }, sleep: world.pause))
    client.waits = { [context] in context.tellWait($0, $1) }
    return client
  }
}

extension ExitNote {
  /// Of every command that connects to the account.
  static let unreachableAccount = ExitNote(
    .ioFailure, "The live account can't be reached, or its answer ends in the middle")
  /// The same.
  static let busyAccount = ExitNote(
    .busy, "The live account answered with an error five times in a row, or asks to wait more than 15 minutes"
  )
}

extension CommandContext {
  /// Says what is waited for, on a terminal only: in a cron mail it is noise.
  func tellWait(_ seconds: Int, _ reason: NextStep.Reason) {
    guard messages.terminal.isTerminal, seconds > 0 else { return }
    let why =
      switch reason {
      case .limit: "the account's limit of requests"
      case .contention: "the account, which is busy with the same"
      case .trouble: "the account, which has trouble answering"
      }
    note("waiting \(seconds) s for \(why)")
  }
}

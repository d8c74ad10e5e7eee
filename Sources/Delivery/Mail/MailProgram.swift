/// What is known of mail programs, each tried with Debian 12's package: sessionctl-outbox(1) has the list.
package enum MailProgram {
  /// By the name they are called under; exim, postfix, msmtp, nullmailer, dma and OpenSMTPD all answer to the first.
  private static let names: Set<String> = ["sendmail", "exim", "exim4", "msmtp", "dma"]

  /// The program called with the envelope's sender, to whom bounces go, where it is known to take `-f` and the admin
  /// has not said one already.
  ///
  /// - Precondition: `sender` is an address (`MailMessage.isAddress`).
  package static func sending(_ program: Program, from sender: String) -> Program {
    precondition(MailMessage.isAddress(sender), "addresses are checked before")
    let name = program.name.split(separator: "/").last.map(String.init) ?? ""
    let isSaid = program.arguments.contains {
      $0.hasPrefix("-f") || $0.hasPrefix("-r") || $0.hasPrefix("--from")
    }
    guard names.contains(name), !isSaid else { return program }
    return Program(program.name, program.arguments + ["-f", sender])
  }
}

/// What the exit status of a `sendmail`-compatible program says about trying again, by BSD's sysexits.
package enum MailExit {
  /// Whether it says that no later attempt can succeed: a wrong call, message, address or configuration.
  ///
  /// Everything else may be better later: no service or file just now (69, 70, 71, 72), a full disk or a broken line
  /// (73, 74), "try again" (75), and all that is none of these.
  package static func isFinal(_ status: Int32) -> Bool {
    (64...68).contains(status) || (76...78).contains(status)
  }
}

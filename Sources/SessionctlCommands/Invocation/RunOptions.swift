import CommandGrammar

/// The options that every command accepts because there is a store: which one, who acts, and when it is now.
enum RunOptions {
  /// A path that may not exist yet; nil for the environment's or the usual place.
  static let store = Option(
    "store", "PATH", .file, help: "The store to work on",
    details: ["By default, `SESSIONCTL_STORE`, or else `$XDG_DATA_HOME/sessionctl/sessionctl.db`."])
  /// Who acts, found in the store later; nil for `SESSIONCTL_ACTOR` or the store's first admin.
  static let actor = Option(
    "as", "USER", .nonEmptyText, completion: .stored("agent"), help: "Who acts, by e-mail address or id",
    details: [
      "By default, `SESSIONCTL_ACTOR`, or else the store's first admin. This is not authentication:"
        + " whoever can write to the store can do everything. Roles guard against mistakes, and the log shows who acted."
    ])
  /// A time expression as typed, which is read once the zone is known.
  static let now = Option("now", "TIME", .nonEmptyText, help: "Use this time as the current time")
  /// A name of IANA or Rails as typed (§8), which is looked up later.
  static let timezone = Option(
    "timezone", "ZONE", .nonEmptyText, completion: .stored("zone"),
    help: "The time zone for reading and printing times")
  /// Seconds from 0 to 86,400.
  static let wait = Option(
    "wait", "SECONDS", .integer(upTo: longestWait), default: String(usualWait),
    help: "How long to wait for a busy store")
  /// A day. Waiting is counted in milliseconds of 32 bits, which end after 24 days.
  private static let longestWait = 86_400
  /// Seconds, where nothing is said.
  fileprivate static let usualWait = 5

  /// These and what the grammar has for every program, in the order of help and manual.
  static let all: [any OptionDeclaring] =
    [store, actor] + GlobalOptions.printing + [now, timezone, wait] + GlobalOptions.asking
}

extension ParsedArguments {
  /// How many seconds to wait for a busy store.
  var wait: Int { self[RunOptions.wait] ?? RunOptions.usualWait }
}

import CommandGrammar
import SessionModel

let remoteCommands = CommandGroup(
  "remote", "Pull from the live account, and end sessions there",
  [
    "`remote` connects to the live account of which the store is a copy, through the account's public API and the program curl. Besides `remote`, only `rules push` and `rules diff --remote` connect to it, and only if the settings name an account.",
    "The setting `\(Setting.remoteSubdomain)` names the account, or `\(Setting.remoteAddress)` if it has another address. If neither is set, the variables `ZENDESK_SUBDOMAIN` and `ZENDESK_DOMAIN` name it. Plain http works for a loopback address only.",
    "To sign in, it uses a token in `ZENDESK_OAUTH_TOKEN`, or the OAuth client of `\(Setting.remoteClient)`. The client's secret is in `ZENDESK_CLIENT_SECRET` or in the file of `\(Setting.remoteSecretFile)`, which nobody else may read. Secrets are never taken from the command line, and never written to the store, a backup, an export or the log.",
    "If the account asks to wait, the command waits, and says so on a terminal, but for at most 15 minutes at a time: if the account asks for more, it ends with status 75. A request that meets an error of the service (5xx) or a connection that fails is sent up to five times, with growing pauses. Then the command ends with status 75 or 74, and can be run again.",
  ],
  [
    remoteStatusCommand, remotePullCommand, remoteLearnCommand, remoteSetupCommand, remotePushCommand,
    remoteVerifyCommand, remoteTakeAnswersCommand,
  ],
  sections: [RemoteStories.all.section])

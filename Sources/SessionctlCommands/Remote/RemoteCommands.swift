import CommandGrammar
import SessionModel

let remoteCommands = CommandGroup(
  "remote", "The live account",
  [
    "`remote` speaks to the live account that the store is a copy of, through its public API and the program curl. Nothing else opens a connection, and without an account in the settings nothing here does.",
    "The account is named by `\(Setting.remoteSubdomain)`, or by `\(Setting.remoteAddress)` where it has another address; `ZENDESK_SUBDOMAIN` and `ZENDESK_DOMAIN` are understood where no setting says it. Plain http is only for a loopback address.",
    "What signs in is a token in `ZENDESK_OAUTH_TOKEN`, or the OAuth client of `\(Setting.remoteClient)` with its secret in `ZENDESK_CLIENT_SECRET` or in the file of `\(Setting.remoteSecretFile)`, which nobody else may read. Secrets are never taken from the command line, and stand in no store, backup, export or log.",
  ],
  [
    remoteStatusCommand, remotePullCommand, remoteLearnCommand, remoteSetupCommand, remotePushCommand,
    remoteVerifyCommand, remoteTakeAnswersCommand,
  ],
  sections: [RemoteStories.all.section])

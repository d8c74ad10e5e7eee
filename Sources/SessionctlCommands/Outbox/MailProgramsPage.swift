import CommandGrammar

/// What mail programs do with our mails, each tried with Debian 12's package: a section of sessionctl-outbox(1).
enum MailProgramsPage {
  static let section = Toolkit.Section(
    "MAIL PROGRAMS",
    [
      "E-mails go to the command in `outbox.sendmail`. The default, `/usr/sbin/sendmail -t -i`, is the mail program that the machine has. The receivers are in `To`, on one line of at most 998 bytes; a longer list becomes several messages. If the command is `sendmail`, `exim`, `exim4`, `msmtp` or `dma` and names no sender, `-f` and the address in `outbox.from` are added. So bounces go there, and not to the user that cron runs as. `outbox deliver` itself never sends anything to that address.",
      "Exit status 0 means that the program has taken the mail: most programs queue it and try for days. Whether it arrived is then in their log, and bounces go to `outbox.from`. After 64 to 68 or 76 to 78 the entry is given up at once; after any other status it is tried again, up to --attempts.",
      "This is how each program behaved, called as `/usr/sbin/sendmail -t -i -f ADDRESS` by a user without special rights (`Tests/MailPrograms/try` in the source repeats it):",
      "exim 4.96 (exim4-daemon-light): takes every mail with status 0 and queues it; one refused receiver does not keep the mail from the others. Without `-i`, a line with a single dot ends the mail. Without a receiver, status 1.",
      "postfix 3.7: takes every mail with status 0, even while it is stopped, and sends it when it runs again. A mail without a receiver, or a wrong option, gives status 75, so it is tried again in vain.",
      "msmtp 1.8 (msmtp-mta): has no queue and talks to the server at once. It needs a sender: without `-f` or `from` in its configuration, status 78. A receiver that the server refuses gives 65, one that it refuses for now gives 69; in both cases no receiver gets that mail. Without a connection, 75.",
      "nullmailer 2.2: takes every mail with status 0 and queues it. One receiver that the server refuses keeps the mail from all of its receivers, and it bounces to `outbox.from`. Without a receiver, or with a wrong option, status 1.",
      "dma 0.13: takes every mail with status 0 and sends to each receiver separately. It reads only the first line of a folded `To`, which is why `outbox deliver` never folds it. It has no daemon: mail that did not leave at once waits for `dma -q` from cron.",
      "OpenSMTPD 6.8: takes every mail with status 0 while its daemon runs. With the daemon stopped it gives status 75, but it keeps the mail and sends it when the daemon runs again. Each further attempt of `outbox deliver` is then one more mail, all with the same Message-ID. Keep the daemon running, or use `--attempts 1`. It takes the sender from the mail's `From`, with or without `-f`. Without a receiver, status 70.",
      "esmtp 1.2: has no queue and talks to the server at once. It takes the sender from the mail's `From`, with or without `-f`. A receiver that the server refuses gives 70, and no receiver gets that mail. Without a connection, status 69, and without a receiver, 72. All three are tried again.",
      "ssmtp 2.64: has no queue. It doesn't use `-f` for a mail that has a `From`: unless its configuration says `FromLineOverride=YES`, the sender is the user at this machine's name, and bounces go there. A refused receiver (no receiver gets the mail then), no connection and no receiver all give status 1, and are tried again.",
    ])
}

import CommandGrammar

/// What mail programs do with our mails, each tried with Debian 12's package: a section of sessionctl-outbox(1).
enum MailProgramsPage {
  static let section = Toolkit.Section(
    "MAIL PROGRAMS",
    [
      "E-mails go to the command in `outbox.sendmail`, by default `/usr/sbin/sendmail -t -i`, which is whatever mail program the machine has. The message's receivers stand in `To`, all on one line of at most 998 bytes; a longer list becomes several messages. If the command is called `sendmail`, `exim`, `exim4`, `msmtp` or `dma` and says no sender, `-f` and the address in `outbox.from` are added, so that bounces go there and not to the user that cron runs as. Nothing is ever sent to that address itself.",
      "Exit status 0 says that the program has taken the mail: most of them put it into a queue of their own and try for days. Whether it arrived is then in their log, and what comes back comes to `outbox.from`. 64 to 68 and 76 to 78 are given up at once; everything else is tried again, up to --attempts.",
      "What each of them did, all called as `/usr/sbin/sendmail -t -i -f ADDRESS` by a user without rights (`Tests/MailPrograms/try` of the source does it again):",
      "exim 4.96 (exim4-daemon-light): takes everything with 0 and queues it; one receiver that is refused does not keep the others from theirs. Without `-i` a line of a single dot ends the mail. Without a receiver 1.",
      "postfix 3.7: takes everything with 0, also while it is stopped, and sends it when it runs again. A mail without a receiver and a wrong option give 75, so that they are tried again in vain.",
      "msmtp 1.8 (msmtp-mta): has no queue and talks to the server at once. It needs a sender: without `-f` or `from` in its configuration 78. A receiver that the server refuses gives 65 and one that it refuses for now 69, and in both cases none of the receivers of that mail gets it. No connection: 75.",
      "nullmailer 2.2: takes everything with 0 and queues it. One receiver that the server refuses keeps the mail from all of its receivers, and `outbox.from` gets it back. Without a receiver, or with a wrong option, 1.",
      "dma 0.13: takes everything with 0 and sends to each receiver by itself. Of a `To` that is folded it reads the first line only, which is why ours never is. It has no daemon: what did not leave at once waits for `dma -q` from cron.",
      "OpenSMTPD 6.8: takes everything with 0 while its daemon runs. With the daemon stopped it says 75 and yet keeps the mail, to send it when the daemon runs again; each further attempt of `outbox deliver` is then one more mail, all with the same Message-ID. Keep the daemon running, or use `--attempts 1`. The sender it takes from the mail's `From`, with or without `-f`. Without a receiver 70.",
    ])
}

import CommandGrammar

/// Of `sessionctl-cron(7)`: copies of a store that others make. Tried with the real programs.
enum CronReplicas {
  static let parts: [ReferencePage.Part] = [
    .heading("BACKUPS AND REPLICAS"),
    .text(
      "`sessionctl backup FILE` copies a store while others use it, and checks its pages. SQLite's `.backup` and `VACUUM INTO` make a whole copy, too, and check nothing; `.dump`, `.recover` and `.clone` lose the numbers that identify a store."
    ),
    .text(
      "Do not copy the file with `cp`, rsync or a snapshot tool that knows nothing of SQLite, while anything writes to it. The newest changes stand in the file beside it (`-wal`), so a copy of the file alone lacks them; and where SQLite writes them back during the copy, the copy is damaged. Copying both files does not help, because they are not of the same moment: beside a busy writer, a third of such copies were damaged. A snapshot of the whole file system that is taken in one moment, with `-wal`, is good."
    ),
    .text(
      "Litestream replicates a store continuously; 0.3.11 and 0.5.17 were tried. It needs no setting here: a store is always in WAL mode, and commands that come and go do not disturb it. This is a whole configuration:"
    ),
    .kept(configuration),
    .text(
      "It keeps two small tables in the store, `_litestream_lock` and `_litestream_seq`, which hold numbers only; `doctor` has a note about them. Run it as the user that the store belongs to. To go back, stop what uses the store, and run `litestream restore -o copy.db /var/lib/sessionctl/sessionctl.db`, then `chmod 600 copy.db`, `sessionctl doctor --store copy.db` and `sessionctl restore copy.db`. Only one machine may write to a store: a replica is a copy to go back to, and not a second store to work in."
    ),
    .text(
      "Litestream reads all the time, and so keeps the log from being emptied. `redact user` then exits with 75: stop Litestream, run the command again, remove the folder that Litestream keeps beside the store (`.sessionctl.db-litestream`) and the old replica, and start it again. Otherwise both still hold the customer."
    ),
  ]

  private static let configuration = """
    # /etc/litestream.yml
    dbs:
      - path: /var/lib/sessionctl/sessionctl.db
        replica:
          type: file
          path: /mnt/replica/sessionctl
    """
}

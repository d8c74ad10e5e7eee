import Foundation
import JSONText

/// Debian's exim4 with a configuration of its own: it delivers each mail at once, to a local Maildir, and runs no
/// daemon. What has arrived is read by Python's parser, which is nobody's of this project.
///
/// Only root may choose exim's configuration and still deliver.
final class MailServer {
  private static let exim = "/usr/sbin/exim4"
  private static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    access($0, X_OK) == 0
  }

  static let isHere = access(exim, X_OK) == 0 && python != nil && getuid() == 0
  static let whatItNeeds = "needs Debian's exim4-daemon-light and python3, and to be root"

  private let folder: String

  /// What the setting `outbox.sendmail` says to deliver here.
  var command: String { "\(Self.exim) -C \(folder)/exim.conf -odf -t -i" }

  init() throws {
    // In a folder that exim's own user may enter, which those of the tests are not.
    var template = Array("\(NSTemporaryDirectory())/sessionctl-mail-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    folder = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    for name in ["", "/spool", "/log", "/mail"] {
      try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
      guard chmod(folder + name, 0o777) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
    let configuration = """
      primary_hostname = mail.example.net
      spool_directory = \(folder)/spool
      log_file_path = \(folder)/log/%slog
      deliver_drop_privilege = true
      local_interfaces = 127.0.0.1
      timezone = UTC
      begin routers
      local:
        driver = accept
        transport = box
      begin transports
      box:
        driver = appendfile
        directory = \(folder)/mail
        maildir_format = true
      """
    try Data((configuration + "\n").utf8).write(to: URL(fileURLWithPath: "\(folder)/exim.conf"))
    // Exim takes nobody's word who shares the right to write it.
    guard chmod("\(folder)/exim.conf", 0o644) == 0, chmod(folder, 0o755) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  struct Mail {
    let from: String
    let fromName: String
    let to: [String]
    let subject: String
    let body: String
    let messageID: String
    /// Every header's name, in their order.
    let headers: [String]
  }

  private static let reader = """
    import email, email.policy, json, pathlib, sys
    mails = []
    for path in sorted(pathlib.Path(sys.argv[1]).glob("new/*")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert not mail.defects, mail.defects
        sender = mail["from"].addresses[0]
        mails.append({"from": sender.addr_spec, "from_name": sender.display_name,
          "to": [a.addr_spec for a in mail["to"].addresses], "subject": mail["subject"],
          "body": mail.get_content().replace("\\r\\n", "\\n"), "message_id": mail["message-id"], "headers": mail.keys()})
    json.dump(mails, sys.stdout)
    """

  /// What has arrived, in the order of the message ids.
  func mails() throws -> [Mail] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: Self.python!)
    process.arguments = ["-I", "-c", Self.reader, "\(folder)/mail"]
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let list = try JSONValue.parse(Array(bytes)).array ?? []
    return list.map { mail in
      func text(_ key: String) -> String { mail[key]?.string ?? "" }
      func texts(_ key: String) -> [String] { mail[key]?.array?.compactMap(\.string) ?? [] }
      return Mail(
        from: text("from"), fromName: text("from_name"), to: texts("to"), subject: text("subject"),
        body: text("body"), messageID: text("message_id"), headers: texts("headers"))
    }.sorted { $0.messageID < $1.messageID }
  }
}

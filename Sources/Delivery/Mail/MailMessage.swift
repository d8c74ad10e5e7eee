import CivilTime

/// An e-mail as RFC 5322 has it, ready for a `sendmail`-compatible program that reads the recipients from it (`-t`).
///
/// Lines end in a line feed, as such programs expect on their standard input. No text can add a header: what goes
/// into one is first freed of everything that ends lines, and everything but ASCII is encoded (RFC 2047, RFC 2045).
package struct MailMessage: Sendable {
  /// The sender's address alone, for which `isAddress` has to hold.
  package var from: String
  /// The sender's name for people; empty for none.
  package var fromName: String
  /// The receivers' addresses alone, for each of which `isAddress` has to hold.
  package var to: [String]
  /// Any text: its line ends become spaces, and what is not ASCII is encoded (RFC 2047).
  package var subject: String
  /// Any text: it goes as it is if it is short lines of ASCII, else as quoted-printable or base64 (RFC 2045).
  package var body: String
  /// The moment in the `Date` header, which gives it in UTC.
  package var date: Instant
  /// The left side of the Message-ID: the same for each attempt, so that who gets it twice can tell.
  package var key: String

  /// Checks nothing; the addresses are checked where `bytes` is asked for.
  package init(
    from: String, fromName: String = "", to: [String], subject: String, body: String, date: Instant,
    key: String
  ) {
    self.from = from
    self.fromName = fromName
    self.to = to
    self.subject = subject
    self.body = body
    self.date = date
    self.key = key
  }

  /// Whether a text is one address that can stand in a header: ASCII, one `@`, nothing that could end it.
  package static func isAddress(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
      && text.utf8.first != UInt8(ascii: "-")
      && text.utf8.allSatisfy { byte in
        (0x21...0x7E).contains(byte) && !"<>,;:\\\"()[]".utf8.contains(byte)
      }
  }

  /// How many bytes of receivers go into one message: `To` is one line, which RFC 5322, 2.1.1 lets have 998. Not
  /// every mail program reads the lines that follow a folded one.
  package static let receiversLength = 998 - "To: ".utf8.count

  /// - Precondition: `from` and all of `to` are addresses (`isAddress`), and `to` fits into `receiversLength` when
  ///   joined by `, `; what does not is folded.
  package var bytes: [UInt8] {
    precondition(([from] + to).allSatisfy(MailMessage.isAddress), "addresses are checked before")
    let encoded = MailBody(body)
    let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
    var text = ""
    // On a line of its own: a long name in encoded words leaves no room.
    text +=
      fromName.isEmpty
      ? "From: \(from)\n" : "From: \(MailHeader.phrase(fromName, after: 6))\n <\(from)>\n"
    let receivers = to.joined(separator: ", ")
    text += "To: \(receivers.utf8.count > Self.receiversLength ? to.joined(separator: ",\n ") : receivers)\n"
    text += "Subject: \(MailHeader.unstructured(subject, after: 9))\n"
    text += "Date: \(MailHeader.date(date))\n"
    text += "Message-ID: <\(key)@\(domain)>\n"
    // RFC 3834: nobody's holiday notice answers a program.
    text += "Auto-Submitted: auto-generated\n"
    text += "MIME-Version: 1.0\n"
    text += "Content-Type: text/plain; charset=utf-8\n"
    text += "Content-Transfer-Encoding: \(encoded.encoding)\n\n"
    return Array(text.utf8) + encoded.bytes
  }
}

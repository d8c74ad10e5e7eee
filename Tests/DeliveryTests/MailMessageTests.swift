import CivilTime
import Delivery
import TestSupport
import Testing

/// RFC 5322 and RFC 2047 by their letter, and nothing in a text that becomes a header.
@Suite struct MailMessageTests {
  private func message(
    subject: String = "Hello", body: String = "Hello", name: String = "", to: [String] = ["c@example.net"]
  ) -> String {
    let message = MailMessage(
      from: "help@example.com", fromName: name, to: to, subject: subject, body: body,
      date: Instant(1_784_109_600), key: "sessionctl.7")
    return String(decoding: message.bytes, as: UTF8.self)
  }

  private func headers(_ message: String) -> [String] {
    let head = message.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)[0]
    return head.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("a plain message") func plain() {
    #expect(
      message() == """
        From: help@example.com
        To: c@example.net
        Subject: Hello
        Date: Wed, 15 Jul 2026 10:00:00 +0000
        Message-ID: <sessionctl.7@example.com>
        Auto-Submitted: auto-generated
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit

        Hello

        """)
  }

  @Test("subjects and names that are not ASCII become encoded words, which read back as they were")
  func encodedWords() {
    for text in [
      "Grüße aus Köln", "お問い合わせありがとうございます、折り返しご連絡いたします。何卒よろしくお願いします",
      String(repeating: "ä", count: 200), "=?utf-8?Q?fake?=", String(repeating: "x", count: 500), "👩‍👩‍👧‍👦 family",
    ] {
      let lines = headers(message(subject: text, name: text))
      #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 0x80 } })
      let subject = lines.drop { !$0.hasPrefix("Subject: ") }
      let folded = [subject.first!] + subject.dropFirst().prefix { $0.hasPrefix(" ") }
      let words = folded.joined().split(separator: " ").dropFirst().map(String.init)
      #expect(words.allSatisfy { $0.utf8.count <= 75 })
      #expect(words.map(MailReading.encodedWord).joined() == text)
    }
  }

  @Test(
    "nothing in a subject or a name adds a header or ends the headers",
    arguments: [
      "a\nBcc: evil@example.org", "a\r\nBcc: evil@example.org", "a\r\rBcc: x", "a\n\nbody", "\u{85}Bcc: x",
      "a\u{2028}Bcc: x", "a\u{0}b", "\u{B}Bcc: x",
    ])
  func injection(text: String) {
    let lines = headers(message(subject: text, name: text))
    let names = lines.filter { !$0.hasPrefix(" ") }.map { String($0.prefix { $0 != ":" }) }
    #expect(
      names == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
      ])
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7E).contains($0) } })
  }

  @Test("a name with quotation marks stays one name")
  func quotedName() {
    let lines = headers(message(name: "A \"B\" <x@y.z>, C\\"))
    #expect(lines[0] == "From: \"A \\\"B\\\" <x@y.z>, C\\\\\"")
    #expect(lines[1] == " <help@example.com>")
  }

  @Test(
    "only what can stand in a header is an address",
    arguments: [
      ("a@b", true), ("first.last+tag@example.co.uk", true), ("", false), ("a", false), ("a@", false),
      ("@b", false), ("a@b@c", false), ("a@b\nBcc: c@d", false), ("a b@c", false), ("a,b@c", false),
      ("<a@b>", false), ("ä@b", false), ("-oQ/tmp@b", false), ("a@b\u{0}", false),
    ])
  func addresses(text: String, isOne: Bool) { #expect(MailMessage.isAddress(text) == isOne) }

  @Test("receivers stand on one line, however many fit there")
  func receivers() {
    let many = (0..<45).map { "agent\($0)@example.net" }
    #expect(headers(message(to: many))[1] == "To: \(many.joined(separator: ", "))")
    #expect(MailMessage.receiversLength == 994)
  }

  @Test("the envelope's sender is told to programs that are known to take it")
  func envelopeSender() {
    for name in ["/usr/sbin/sendmail", "sendmail", "/usr/sbin/exim4", "msmtp", "/usr/sbin/dma"] {
      let program = MailProgram.sending(Program(name, ["-t", "-i"]), from: "help@example.com")
      #expect(program == Program(name, ["-t", "-i", "-f", "help@example.com"]))
    }
    for program in [
      Program("/opt/my-sendmail.sh"), Program("/bin/sh", ["/x/sendmail"]),
      Program("sendmail", ["-t", "-f", "x@y"]),
      Program("sendmail", ["-fx@y"]), Program("msmtp", ["--from=x@y"]),
    ] { #expect(MailProgram.sending(program, from: "help@example.com") == program) }
  }

  @Test("a body reads back as it was, in lines that no program on the way breaks")
  func bodies() {
    var random = SplitMix(seed: 11)
    let letters = Array("a=. \tFäö€日👍From.\n\n\r".unicodeScalars)
    var texts = [
      ".", "..\n.\nFrom me\n From\n", "x \ny\t", "", "a\r\nb\rc\n", String(repeating: ".", count: 300),
    ]
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<Int.random(in: 0...400, using: &random) {
        text.unicodeScalars.append(letters.randomElement(using: &random)!)
      }
      texts.append(text)
    }
    for text in texts {
      let whole = message(body: text)
      let parts = whole.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
      let encoding = headers(whole).last!.split(separator: " ").last.map(String.init)!
      let lines = parts[1].split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.hasPrefix(".") && !$0.hasPrefix("From ") })
      #expect(lines.allSatisfy { line in line.utf8.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 9) } })
      #expect(lines.allSatisfy { !$0.hasSuffix(" ") && !$0.hasSuffix("\t") })
      var expected = text.unicodeScalars.reduce(into: (text: "", before: Unicode.Scalar(" "))) {
        result, next in
        if next == "\n" && result.before == "\r" { result.before = next; return }
        result.text.unicodeScalars.append(next == "\r" ? "\n" : next)
        result.before = next
      }.text
      if !expected.unicodeScalars.reversed().starts(with: ["\n"]) { expected += "\n" }
      #expect(
        MailReading.body(String(parts[1]), encoding) == expected, "\(encoding): \(text.debugDescription)")
    }
  }
}

/// Reads mail back, by another way than it was written.
private enum MailReading {
  static func encodedWord(_ word: String) -> String {
    guard word.hasPrefix("=?utf-8?B?"), word.hasSuffix("?=") else { return word }
    return String(decoding: base64(String(word.dropFirst(10).dropLast(2))), as: UTF8.self)
  }

  static func body(_ text: String, _ encoding: String) -> String {
    switch encoding {
    case "base64":
      let bytes = base64(text.filter { $0 != "\n" })
      return String(
        String.UnicodeScalarView(String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { $0 != "\r" }))
    case "quoted-printable":
      let soft = Array(text.utf8)
      var bytes: [UInt8] = []
      var index = 0
      while index < soft.count {
        if soft[index] == UInt8(ascii: "=") {
          if soft[index + 1] == 0x0A { index += 2; continue }
          bytes.append(UInt8(String(decoding: soft[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)!)
          index += 3
        } else {
          bytes.append(soft[index])
          index += 1
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    default: return text
    }
  }

  private static func base64(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var bits = 0
    var held = 0
    var bytes: [UInt8] = []
    for letter in text where letter != "=" {
      held = held << 6 | alphabet.firstIndex(of: letter)!
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8((held >> bits) & 255))
        held &= (1 << bits) - 1
      }
    }
    return bytes
  }
}

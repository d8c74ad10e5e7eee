import SessionModel
import Testing

@Suite struct MailAddressTests {
  @Test(
    "an address has something on both sides of its one @, and nothing that could end a mail header",
    arguments: [
      ("ana@example.com", true), ("a@b", true), ("ána@exämple.com", true), ("a+b.c'd@x-y.z", true),
      ("", false), ("@", false), ("a@", false), ("@b", false), ("ana", false), ("a@b@c", false),
      ("á@b@c", false),
      ("a b@c", false), ("a\t@c", false), ("a@b\r\nBcc: x", false), ("a@b\u{7F}", false),
      ("a@b\u{202E}", false),
      ("á\u{A0}@b", false), ("<a@b>", false), ("a@b,c@d", false), ("a@b;", false), ("a:@b", false),
      ("\"a\"@b", false), ("(a)@b", false), ("á<a@b", false),
    ])
  func addresses(text: String, isAddress: Bool) { #expect(text.isMailAddress == isAddress) }
}

import Glibc
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import SystemErrors

/// Lets somebody change a thing as JSON in their editor, and comes back with what is wrong until it is right.
struct TextEditor {
  private let context: CommandContext

  init(_ context: CommandContext) { self.context = context }

  /// Opens `$VISUAL`, else `$EDITOR`, else `vi` on a thing.
  ///
  /// - Parameters:
  ///   - thing: what it is, in the comment at the top
  ///   - take: stores what was written; what it throws about it is shown, and the editor opens again
  /// - Returns: whether anything was changed
  /// - Throws: where the editor fails, or somebody gives up on a mistake; what they wrote is kept then
  func edit(_ value: JSONValue, of thing: String, take: (JSONObject) throws -> Void) throws -> Bool {
    let file = try EditedFile(context)
    var body = value.indentedText + "\n"
    var mistakes: [String] = []
    while true {
      let head = mistakes.map { "PROBLEM: \($0)" } + Self.advice(thing, isAgain: !mistakes.isEmpty)
      let text =
        head.map { "// \($0.split(whereSeparator: \.isNewline).joined(separator: " "))\n" }.joined() + body
      try file.write(text)
      let status = try context.world.edit(command, file.path)
      try Interruption.check()
      guard status == 0 else {
        throw Failure.refused("nothing changed: the editor '\(command)' ended with status \(status)")
      }
      let written = try file.read()
      let said = Self.withoutComments(written)
      if said.allSatisfy(\.isWhitespace) { return false }
      if said == Self.withoutComments(text) {
        if mistakes.isEmpty { return false }
        file.keep()
        throw Failure.refused(
          "nothing changed, and what you wrote is kept in \(file.path): \(mistakes[0])")
      }
      do {
        try take(Self.object(said, below: Self.comments(written)))
        return true
      } catch {
        let failure = Failure(error)
        guard [.usage, .badInput, .no, .notPermitted].contains(failure.code) else {
          file.keep()
          context.messages.line("what you wrote is kept in \(file.path)")
          throw failure
        }
        mistakes = failure.details.isEmpty ? [failure.message] : failure.details
        body = Self.body(of: written)
      }
    }
  }

  private static func advice(_ thing: String, isAgain: Bool) -> [String] {
    [
      "\(thing): change it, save, and leave the editor. Lines that begin with // are comments.",
      isAgain
        ? "Leave it as it is to give up; what you wrote is kept."
        : "An empty file, or one that you leave as it is, changes nothing.",
    ]
  }

  private var command: String {
    for name in ["VISUAL", "EDITOR"] {
      if let command = context.world.environment(name), !command.isBlank { return command }
    }
    return "vi"
  }

  private static func isComment(_ line: Substring) -> Bool {
    line.drop { $0 == " " || $0 == "\t" }.hasPrefix("//")
  }

  /// Empty lines stand for comments, so that what is said of a line says its number.
  private static func withoutComments(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { isComment($0) ? "" : $0 }
      .joined(separator: "\n")
  }

  /// Without the comments at its top, which are written anew.
  private static func body(of text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).drop(while: isComment).joined(
      separator: "\n")
  }

  /// How many lines of comments stand at the top.
  private static func comments(_ text: String) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false).prefix(while: isComment).count
  }

  /// - Parameter comments: the lines at the top; when the editor opens again, one problem and the advice stand there
  private static func object(_ text: String, below comments: Int) throws -> JSONObject {
    let bytes = Array(text.utf8)
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue.parse(bytes) } catch {
      let line = bytes[..<min(error.offset, bytes.count)].count { $0 == UInt8(ascii: "\n") } + 1
      let shown = line - comments + advice("", isAgain: true).count + 1
      throw Failure(.badInput, "bad_input", "line \(shown): \(error.reason)")
    }
    guard let object = value.object else {
      throw Failure(.badInput, "bad_input", "expected an object, found \(value.kind.phrase)")
    }
    return object
  }
}

/// The file that an editor opens, in a folder that nobody else can look into.
private final class EditedFile {
  let path: String
  private let folder: String
  private let context: CommandContext
  private var isKept = false

  init(_ context: CommandContext) throws {
    self.context = context
    let place = context.world.environment("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    var template = Array("\(place)/sessionctl-edit-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure(
        .cannotCreate, "cannot_create", "cannot create a file in \(place): \(SystemError.text())")
    }
    folder = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    path = "\(folder)/edit.json"
  }

  deinit {
    if isKept { return }
    unlink(path)
    rmdir(folder)
  }

  func write(_ text: String) throws {
    let file = try WholeFile(path)
    try Array(text.utf8).withUnsafeBytes { try file.write($0) }
    try file.finish()
  }

  func read() throws -> String {
    let bytes = try InputFile.open(path, context).readAll()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badInput, "bad_input", "\(path) is not valid UTF-8")
    }
    return text
  }

  func keep() { isKept = true }
}

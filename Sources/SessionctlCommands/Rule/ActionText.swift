import JSONText
import SessionModel

/// The values of actions as they are typed and shown: words in quotes, `RECIPIENT: SUBJECT | BODY`, and texts of several
/// lines behind `|`.
enum ActionText {
  /// One part of a value.
  struct Part: Equatable {
    let text: String
    /// Whether it may name a file: what stands in quotes, and what `show` printed line by line, is a text.
    let mayBeFile: Bool

    init(_ text: String, mayBeFile: Bool) {
      self.text = text
      self.mayBeFile = mayBeFile
    }

    /// The file that it names; nil of a text.
    func path(_ dialect: RuleDialect) -> String? {
      guard text.utf8.count > 1, text.hasPrefix("@"), !text.hasPrefix("@@"),
        !text.contains(where: \.isWhitespace)
      else { return nil }
      // Messages begin with names that are filled in.
      if dialect == .messaging, MessagingPlaceholders.list.contains(where: { $0.name == text }) { return nil }
      return String(text.dropFirst())
    }

    /// The text that it says.
    var literal: String {
      mayBeFile && text.hasPrefix("@@") && !text.contains(where: \.isWhitespace)
        ? String(text.dropFirst()) : text
    }
  }

  /// How many parts an action's list has; nil of one that takes no list.
  static func parts(of field: String) -> Int? {
    switch ActionCatalogue.field(field)?.effect {
    case .notifyUser, .notifyGroup: 3
    case .notifyWebhook, .notifyTarget: 2
    default: nil
    }
  }

  /// Whether its value is a text to be read by people, so that it may stand in a file.
  static func isText(_ field: String, _ dialect: RuleDialect) -> Bool {
    if dialect == .messaging { return field == "send_message_to_customer" }
    return switch ActionCatalogue.macroField(field)?.effect {
    case .comment, .commentHTML: true
    default: false
    }
  }

  /// The word of the wire format for whom people mean; only a user is meant by what they are to the ticket.
  static func recipient(_ word: String, of field: String) -> String {
    guard ActionCatalogue.field(field)?.effect == .notifyUser else { return word }
    return switch word {
    case "requester": "requester_id"
    case "assignee": "assignee_id"
    default: word
    }
  }

  // MARK: Reading

  /// A list of so many parts.
  ///
  /// - Throws: a failure that shows how it is written
  static func list(_ value: String, _ count: Int, _ field: String) throws -> [Part] {
    var parts: [Part]
    if let shown = shown(value, count) { parts = shown } else { parts = try words(value) }
    guard parts.count == count else {
      let example = count == 3 ? "requester \"Subject\" \"Body\"" : "ID \"Body\""
      let wanted = count == 3 ? "a recipient, a subject and a body" : "an id and a body"
      throw Failure.usage(
        "it takes \(wanted), but has \(counted(parts.count, "part")); write '\(field) \(example)'"
      )
    }
    parts[0] = Part(recipient(parts[0].text, of: field), mayBeFile: false)
    return parts
  }

  /// `requester_id: Subject | Body`, or with the body line by line; nil of another form.
  private static func shown(_ value: String, _ count: Int) -> [Part]? {
    let head: Substring
    let body: Part
    if let block = block(value) {
      head = Substring(block.head)
      body = Part(block.body, mayBeFile: false)
    } else if let bar = value.firstRange(of: " | ") {
      head = value[..<bar.lowerBound]
      body = Part(String(value[bar.upperBound...]), mayBeFile: true)
    } else {
      return nil
    }
    // What stands in quotes is of the other form, whatever it says.
    if head.contains("\"") && !head.contains(": ") { return nil }
    guard count == 3 else { return head.contains("\"") ? nil : [Part(String(head), mayBeFile: false), body] }
    guard let colon = head.firstRange(of: ":"),
      !head[..<colon.lowerBound].contains(where: { $0 == "\"" || $0 == "'" })
    else { return nil }
    let subject = head[colon.upperBound...].drop { $0 == " " }
    return [
      Part(String(head[..<colon.lowerBound]), mayBeFile: false), Part(String(subject), mayBeFile: true), body,
    ]
  }

  /// A text whose lines stand behind `|`, and what stands before it; nil where there is none.
  static func block(_ value: String) -> (head: String, body: String)? {
    let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 1 else { return nil }
    var body: [Substring] = []
    for line in lines.dropFirst() {
      let text = line.drop { $0 == " " }
      guard text.first == "|" else { return nil }
      let rest = text.dropFirst()
      body.append(rest.first == " " ? rest.dropFirst() : rest)
    }
    return (String(lines[0]), body.joined(separator: "\n"))
  }

  /// Words as a shell has them: between blanks, or in quotes; in double quotes `\n` is a new line.
  static func words(_ text: String) throws -> [Part] {
    var parts: [Part] = []
    var word = ""
    var (isWord, isQuoted) = (false, false)
    var characters = Array(text).makeIterator()
    func end() {
      if isWord { parts.append(Part(word, mayBeFile: !isQuoted)) }
      (word, isWord, isQuoted) = ("", false, false)
    }
    while let character = characters.next() {
      switch character {
      case " ", "\t", "\n": end()
      case "'", "\"":
        // An apostrophe within a word is one.
        if isWord && !isQuoted && !word.isEmpty { word.append(character); continue }
        (isWord, isQuoted) = (true, true)
        try word.append(quoted(until: character, &characters))
      default:
        isWord = true
        word.append(character)
      }
    }
    end()
    return parts
  }

  private static func quoted(
    until quote: Character, _ characters: inout IndexingIterator<[Character]>
  ) throws -> String {
    var text = ""
    while let character = characters.next() {
      if character == quote { return text }
      guard quote == "\"", character == "\\", let next = characters.next() else {
        text.append(character)
        continue
      }
      switch next {
      case "n": text.append("\n")
      case "t": text.append("\t")
      case "\"", "\\": text.append(next)
      default: text.append("\\\(next)")
      }
    }
    throw Failure.usage("a quote that begins there does not end")
  }

  // MARK: Writing

  /// An action in lines that can be typed; the first without, the others with `|`.
  static func lines(_ action: RuleAction) -> [String] {
    let (field, value) = (action.field, action.value)
    if let texts = value.array?.map(\.string), let body = texts.last ?? nil, texts.count == parts(of: field),
      let head = head(texts.dropLast().compactMap(\.self), count: texts.count)
    {
      return ["\(field) \(head)"] + block(body)
    }
    guard let text = value.string else { return ["\(field) \(value.text)"] }
    if text.isEmpty { return ["\(field) \"\""] }
    return isPlain(text) ? ["\(field) \(text)"] : [field] + block(text)
  }

  /// `requester_id: Subject`; nil of what could not be told apart again.
  private static func head(_ texts: [String], count: Int) -> String? {
    func isWord(_ text: String) -> Bool {
      !text.isEmpty && !text.hasPrefix("[")
        && !text.contains { $0 == "\"" || $0 == "'" || $0 == ":" || $0 == "|" || $0.isNewline }
        && text == text.trimmingSpaces
    }
    guard texts.count == count - 1, let first = texts.first, isWord(first) else { return nil }
    guard count == 3 else { return first }
    let subject = texts[1]
    // A subject that reads like a file's name is none.
    guard subject == subject.trimmingSpaces, !subject.contains(where: \.isNewline), !subject.hasPrefix("@")
    else {
      return nil
    }
    return "\(first): \(subject)"
  }

  private static func block(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "   | \($0)" }
  }

  /// Whether a text reads as itself behind a field.
  private static func isPlain(_ text: String) -> Bool {
    !text.contains(where: \.isNewline) && !text.hasPrefix("[") && text != "\"\""
      && text == text.trimmingSpaces
      && !(text.hasPrefix("@") && !text.contains(" "))
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

import CommandGrammar
import JSONText
import SessionModel
import SessionStore
import Spelling
import StoreEngine
import WireFormat

/// The file that `rules` writes and reads: one JSON object, a list for each kind of rule.
///
/// A kind that the file does not name is left alone.
struct RulesFile {
  static let schema = "sessionctl.rules/1"

  /// The rules of the kinds that the file names, in the order in which they are applied.
  let rules: [(kind: any CodedKind, rules: [CodedRule])]
  let name: String

  static func read(_ path: String, _ context: CommandContext) throws -> RulesFile {
    let input = try InputFile.open(path, context)
    func wrong(_ message: String) -> Failure { Failure(.badInput, "bad_input", "\(input.name): \(message)") }
    let bytes = try input.readAll()
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue.parse(bytes) } catch {
      let line = bytes[..<min(error.offset, bytes.count)].count { $0 == UInt8(ascii: "\n") } + 1
      throw wrong("line \(line): \(error.reason)")
    }
    guard let object = value.object else {
      throw wrong("expected an object with the lists of 'rules export', found \(value.kind.phrase)")
    }
    let known = CodedKinds.all.map(\.key)
    if let extra = object.keys.first(where: { $0 != "schema" && !known.contains($0) }) {
      throw wrong(
        "there is no kind of rule '\(extra)'; there are \(known.joined(separator: ", "))"
          + didYouMean(extra, among: known))
    }
    if let schema = object["schema"], schema.string != Self.schema {
      throw wrong("schema: expected \(Self.schema), found \(schema.text); a newer sessionctl may know it")
    }
    var rules: [(kind: any CodedKind, rules: [CodedRule])] = []
    for kind in CodedKinds.all {
      guard let list = object[kind.key] else { continue }
      guard let elements = list.array else {
        throw wrong("\(kind.key): expected a list, found \(list.kind.phrase)")
      }
      // Of the account's own members this is the one that somebody may write by hand.
      if elements.contains(where: { $0["category_id"] != nil && $0["category"] == nil }) {
        context.warn("\(input.name): \(kind.key): 'category_id' is not read; write 'category', with its name")
      }
      rules.append(
        (
          kind,
          try elements.enumerated().map { index, element in
            guard let object = element.object else {
              throw wrong("\(kind.key)[\(index)]: expected an object, found \(element.kind.phrase)")
            }
            context.warnOfSlips(in: object, kind.members, at: "\(input.name): \(kind.key)[\(index)]")
            do throws(CodeProblem) { return try kind.read(object) } catch {
              throw wrong("\(kind.key)[\(index)]: \(error.message)")
            }
          }
        ))
    }
    return RulesFile(rules: rules, name: input.name)
  }

  /// All that a store has, as its file would have it.
  init(ofStore reader: StoreReader) throws {
    let names = try RuleNames(reader)
    rules = try CodedKinds.all.map { ($0, try $0.stored(reader, names).map(\.rule)) }
    name = "this store"
  }

  private init(rules: [(kind: any CodedKind, rules: [CodedRule])], name: String) {
    self.rules = rules
    self.name = name
  }

  /// The same in the words of sessionctl-rules(5), where it has those of the live account.
  func inOurWords(_ words: AccountWords) -> RulesFile {
    if words.isEmpty { return self }
    return RulesFile(
      rules: rules.map { kind, rules in
        (
          kind,
          rules.map { CodedRule(title: $0.title, content: WireRule.worded($0.content, .ours, by: words)) }
        )
      }, name: name)
  }

  /// All that an account has, as the file's text.
  ///
  /// - Parameter words: what the live account calls the parts of rules: then they stand there in its words
  /// - Returns: also what it names by ids, in sentences
  static func text(
    _ reader: StoreReader, _ words: AccountWords = AccountWords([])
  ) throws -> (text: String, ids: [String]) {
    let names = try RuleNames(reader)
    var members: [(String, JSONValue)] = [("schema", .string(schema))]
    for kind in CodedKinds.all {
      let rules = try kind.stored(reader, names).map { code in
        let rule = words.isEmpty ? code.rule : code.rule.withChannelIDs
        return JSONValue.object(WireRule.worded(rule.content, .theirs, by: words))
      }
      members.append((kind.key, .array(rules)))
    }
    return (JSONValue.object(JSONObject(members)).indentedText + "\n", names.keptIDs)
  }
}

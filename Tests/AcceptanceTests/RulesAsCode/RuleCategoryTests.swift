import JSONText
import Testing

/// T3: a file says which category a trigger is in, and does not promise an order that categories forbid.
@Suite struct RuleCategoryTests {
  private let machine: TestMachine

  private static func trigger(_ id: Int, _ title: String, in category: String) -> String {
    """
    {"trigger":{"id":\(id),"title":"\(title)","active":true,"position":\(id),"category_id":\(category),\
    "conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},\
    "actions":[{"field":"priority","value":"low"}],"created_at":"2026-07-01T00:00:00Z",\
    "updated_at":"2026-07-01T00:00:00Z"}}
    """
  }

  private static func category(_ id: String, _ name: String, _ position: Int) -> String {
    #"{"trigger_category":{"id":"\#(id)","name":"\#(name)","position":\#(position)}}"#
  }

  private static func rule(_ title: String, _ more: String = "") -> String {
    """
    {"title":"\(title)"\(more),"conditions":{"all":[{"field":"status","operator":"is","value":"open"}]},\
    "actions":[{"field":"priority","value":"low"}]}
    """
  }

  private static func empty() throws -> TestMachine {
    let machine = try TestMachine.withAccount()
    try machine.succeed("rules", "apply", "-", "--prune", "--yes", "-q", input: #"{"triggers":[]}"#)
    return machine
  }

  init() throws {
    machine = try Self.empty()
    try machine.take([
      Self.category("10", "First", 0), Self.category("20", "Second", 1),
      Self.trigger(101, "A", in: #""10""#), Self.trigger(102, "B", in: #""20""#),
      Self.trigger(103, "C", in: "null"), Self.trigger(104, "D", in: #""99""#),
    ])
  }

  private func apply(_ rules: String..., more: String...) -> Run {
    machine.run(
      ["rules", "apply", "-", "--json"] + more,
      input: Array("{\"triggers\":[\(rules.joined(separator: ","))]}".utf8))
  }

  private var titles: [String?] {
    machine.run("trigger", "list", "--json").items.map { $0["title"]?.string }
  }

  private func category(_ title: String) -> JSONValue? {
    machine.run("trigger", "show", title, "--json").item["category_id"]
  }

  @Test("the file names the category; null is none, and of an unknown one it says nothing") func export()
    throws
  {
    let text = try machine.succeed("rules", "export").text
    let rules = try JSONValue.parse(text)["triggers"]?.array ?? []
    #expect(rules.map { $0["category"] } == ["First", "Second", .null, nil])
    #expect(machine.run("rules", "diff", "-", input: text).code == .done)
    // Of two with one name the id says which.
    try machine.take([Self.category("30", "First", 2)])
    let ids = try JSONValue.parse(try machine.succeed("rules", "export").text)["triggers"]?.array ?? []
    #expect(ids.map { $0["category"] } == ["10", "Second", .null, nil])
    // An account without categories writes none.
    let plain = try Self.empty()
    try plain.succeed("rules", "apply", "-", "-q", input: "{\"triggers\":[\(Self.rule("A"))]}")
    #expect(!(try plain.succeed("rules", "export").text.contains("\"category\"")))
  }

  @Test("it moves to an account whose categories have other ids; one without them refuses it") func move()
    throws
  {
    let text = try machine.succeed("rules", "export").text
    let other = try Self.empty()
    let content = other.content()
    let refused = other.run("rules", "apply", "-", input: text)
    #expect(refused.code == .badInput)
    #expect(refused.errors.contains("trigger 'A': this account has no trigger category 'First'"))
    #expect(other.content() == content)
    try other.take([Self.category("7", "Second", 5), Self.category("8", "First", 4)])
    #expect(other.run("rules", "apply", "-", input: text).code == .done)
    #expect(other.run("trigger", "show", "A", "--json").item["category_id"] == "8")
    #expect(other.run("trigger", "show", "C", "--json").item["category_id"] == .null)
    #expect(other.run("trigger", "show", "D", "--json").item["category"] == nil)
    #expect(other.run("rules", "apply", "-", "--json", input: text).items.isEmpty)
  }

  @Test(
    "an order that categories forbid is refused, and nothing is written",
    arguments: [
      ("B", "A", "trigger 'B' can't run before 'A', whose category runs first"),
      ("New", "A", "trigger 'New' can't run before 'A', whose category runs first"),
    ])
  func forbidden(first: String, second: String, sentence: String) throws {
    let content = machine.content()
    for more in [[], ["--dry-run"]] {
      let run = machine.run(
        ["rules", "apply", "-"] + more,
        input: Array("{\"triggers\":[\(Self.rule(first)),\(Self.rule(second))]}".utf8))
      #expect(run.code == .no)
      #expect(run.errors.contains("standard input was not applied: \(sentence)"), "\(run.errors)")
      #expect(machine.content() == content)
    }
  }

  @Test("a rule goes into a category, out of it, and stays where the file does not say") func change() throws
  {
    func named(_ name: String) -> String { #","category":\#(name)"# }
    #expect(apply(Self.rule("New", named(#""First""#)), Self.rule("A")).code == .done)
    #expect(titles == ["New", "A", "B", "C", "D"])
    #expect(category("New") == "10" && category("A") == "10")
    // What the file does not have stays where its category runs.
    let swap = apply(Self.rule("B", named(#""First""#)), Self.rule("A", named(#""Second""#)))
    #expect(swap.items.map { $0["change"] } == ["changed", "changed", "reordered"], "\(swap)")
    #expect(titles == ["New", "B", "A", "C", "D"])
    #expect(apply(Self.rule("B"), Self.rule("A"), Self.rule("C")).items.isEmpty)
    #expect(apply(Self.rule("A", named("null"))).items.map { $0["change"] } == ["changed"])
    #expect(category("A") == .null)
    // The log knows the way back.
    try machine.succeed("log", "revert", machine.run("log", "list", "--json").items[0]["id"]?.text ?? "")
    #expect(category("A") == "20")
    // The order stays the file's where only the category would change it.
    let moved = apply(Self.rule("B", named(#""Second""#)), Self.rule("A", named(#""First""#)))
    #expect(moved.code == .no && moved.errors.contains("trigger 'B' can't run before 'A'"))
  }
}

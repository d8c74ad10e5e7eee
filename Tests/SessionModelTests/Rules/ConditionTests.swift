import JSONText
import Testing

@testable import SessionModel

/// Every condition, by examples.
@Suite struct ConditionTests {
  private func holds(_ example: ConditionExample, in text: String) throws -> Bool {
    let scene = Scene(text, of: example.condition.field)
    let compiler = ConditionCompiler(environment: scene.environment, event: scene.event)
    return try compiler.compile(example.condition).holds(before: scene.before, now: scene.now)
  }

  @Test("§5, T6 conditions hold in these scenes and not in those", arguments: ConditionExample.all)
  func examples(example: ConditionExample) throws {
    for scene in example.yes { #expect(try holds(example, in: scene), "\(scene)") }
    for scene in example.no { #expect(try !holds(example, in: scene), "\(scene)") }
  }

  @Test("§5 every operator of every field has an example that holds and one that does not") func coverage() {
    let pairs = (ConditionCatalogue.fields + [ConditionCatalogue.customField]).flatMap { field in
      field.operators.map { ConditionExample.Pair(field: field.name, operatorWord: $0.rawValue) }
    }
    let met = Set(ConditionExample.all.filter { !$0.yes.isEmpty }.map(\.pair))
    let unmet = Set(ConditionExample.all.filter { !$0.no.isEmpty }.map(\.pair))
    for pair in pairs {
      #expect(met.contains(pair), "\(pair)")
      #expect(unmet.contains(pair), "\(pair)")
    }
    #expect(pairs.count > 150)
  }

  @Test("§5 the manual shows each operator of each field, with where it holds and where it does not")
  func shown() {
    for field in ConditionCatalogue.fields + [ConditionCatalogue.customField] {
      let examples = ConditionExample.shown(of: field)
      let operators = examples.compactMap(\.condition.operatorWord)
      #expect(Set(operators).isSuperset(of: field.operators.map(\.rawValue)), "\(field.name)")
      #expect(examples.contains { $0.condition.operatorWord == nil } == field.operatorIsOptional)
    }
    for field in ActionCatalogue.triggers + [ActionCatalogue.customField] {
      #expect(!ActionExample.shown(of: field).isEmpty, "\(field.name)")
    }
    for field in MessagingCatalogue.fields {
      #expect(MessagingExample.shown(of: field).count == field.operators.count, "\(field.name)")
    }
  }

  @Test("§5 whose operator may be left out has an example of that")
  func operatorLeftOut() {
    for field in ConditionCatalogue.fields where field.operatorIsOptional {
      #expect(
        ConditionExample.all.contains {
          $0.condition.field == field.name && $0.condition.operatorWord == nil && !$0.yes.isEmpty
        })
    }
  }
}

/// What the names in a template stand for: registers for what it assigns and loops over, slots for everything that
/// is asked of the caller.
struct NameTable {
  private(set) var registers = 0
  private(set) var loops: [LoopScope] = []
  private(set) var loopStates = 0
  private(set) var assigned: [String: Int] = [:]
  private(set) var slots: [String] = []
  private var slotNumbers: [String: Int] = [:]
  private(set) var references: [Reference] = []
  /// The references whose first word is not assigned so far, by that word.
  private var open: [String: [Int]] = [:]
  private var plain: [String: Int] = [:]

  struct LoopScope {
    var name: String
    var register: Int
    var state: Int
  }

  mutating func newRegister() -> Int {
    registers += 1
    return registers - 1
  }

  mutating func assign(_ name: String) -> Int {
    if let register = assigned[name] { return register }
    let register = newRegister()
    assigned[name] = register
    return register
  }

  mutating func beginLoop(over name: String) -> LoopScope {
    let scope = LoopScope(name: name, register: newRegister(), state: loopStates)
    loopStates += 1
    loops.append(scope)
    return scope
  }

  mutating func endLoop() { loops.removeLast() }

  mutating func slot(_ path: String) -> Int {
    if let slot = slotNumbers[path] { return slot }
    slotNumbers[path] = slots.count
    slots.append(path)
    return slots.count - 1
  }

  /// The operand for a path. The variable of a loop comes before a name assigned, and that before the caller's.
  mutating func operand(_ head: String, _ members: [Member]) -> Operand {
    if let loop = loops.last(where: { $0.name == head }) { return local(loop.register, members) }
    if head == "forloop", let loop = loops.last {
      guard members.count == 1, case .name(let name) = members[0], let fact = LoopFact(rawValue: name) else {
        return .literal(.none)
      }
      return .loop(state: loop.state, fact)
    }
    if let register = assigned[head] { return local(register, members) }

    var path = head
    var inSlot = 0
    for case .name(let name) in members.prefix(while: \.isPartOfPath) {
      path += "." + name
      inSlot += 1
    }
    if inSlot == members.count, let reference = plain[path] { return .reference(reference) }
    references.append(Reference(register: nil, slot: slot(path), members: members, inSlot: inSlot))
    open[head, default: []].append(references.count - 1)
    if inSlot == members.count { plain[path] = references.count - 1 }
    return .reference(references.count - 1)
  }

  private mutating func local(_ register: Int, _ members: [Member]) -> Operand {
    if members.isEmpty { return .register(register) }
    references.append(Reference(register: register, slot: nil, members: members, inSlot: 0))
    return .reference(references.count - 1)
  }

  /// Names that are assigned further down can be read further up, in the next turn of a loop.
  mutating func link() {
    for (name, register) in assigned {
      for reference in open[name] ?? [] { references[reference].register = register }
    }
  }
}

extension Member {
  /// `size`, `first` and `last` are asked of the value, and not of the caller.
  fileprivate var isPartOfPath: Bool {
    guard case .name(let name) = self else { return false }
    return name != "size" && name != "first" && name != "last"
  }
}

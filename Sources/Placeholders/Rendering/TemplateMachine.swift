import JSONText

/// Renders a template: one loop over its instructions, within limits.
struct TemplateMachine {
  let template: Template
  let values: [TemplateValue]
  let escaping: ValueEscaping
  var output: OutputBuffer
  var budget: Budget
  /// Nil while nothing was assigned.
  var registers: [TemplateValue?]
  var loops: [LoopState]
  /// The outputs outside of the captures that are under way.
  private var suspended: [OutputBuffer] = []

  init(
    _ template: Template, _ values: [TemplateValue], _ output: consuming OutputBuffer, _ limits: RenderLimits,
    _ escaping: ValueEscaping
  ) {
    self.template = template
    self.values = values
    self.escaping = escaping
    self.output = output
    budget = Budget(limits)
    registers = template.registers == 0 ? [] : Array(repeating: nil, count: template.registers)
    loops = template.loops == 0 ? [] : Array(repeating: LoopState(), count: template.loops)
  }

  var cut: RenderCut? { budget.isSpent ? .steps : output.isFull || budget.didCut ? .bytes : nil }

  consuming func takeOutput() -> [UInt8] { output.finishedBytes() }

  mutating func run() {
    let code = template.code
    var next = 0
    while next < code.count, !output.isFull, budget.spend(1) {
      let instruction = next
      next += 1
      switch code[instruction] {
      case .text(let range):
        budget.spend(bytes: range.count)
        output.append(template.source[range])
      case .slot(let slot): write(values[slot])
      case .output(let expression): write(value(of: expression))
      case .assign(let register, let expression): registers[register] = value(of: expression)
      case .beginCapture: beginCapture()
      case .endCapture(let register): endCapture(register)
      case .jump(let target): next = target
      case .jumpIf(let condition, let target): next = holds(condition) ? target : next
      case .jumpUnless(let condition, let target): next = holds(condition) ? next : target
      case .beginLoop(let loop, let otherwise): next = begin(loop) ? next : otherwise
      case .nextLoop(let state, let register, let body): next = advance(state, register) ? body : next
      }
    }
    // Cut within a capture: what stands outside of it is the output.
    while !suspended.isEmpty {
      budget.didCut = budget.didCut || output.isFull
      output = suspended.removeLast()
    }
  }

  /// Writes a placeholder's value; within a capture it is escaped later, when the captured text is output.
  private mutating func write(_ value: TemplateValue) {
    switch (value, escaping) {
    case (.none, _): return
    case (.text(let text), .plain):
      budget.spend(bytes: min(text.utf8.count, output.limit))
      output.append(text)
    case (_, .json) where suspended.isEmpty:
      budget.spend(on: value)
      appendEscaped(budget.string(value))
    default:
      budget.spend(on: value)
      value.append(to: &output)
    }
  }

  private mutating func appendEscaped(_ text: String) {
    var quoted: [UInt8] = []
    JSONWriter.append(text, to: &quoted)
    output.append(quoted.dropFirst().dropLast())
  }

  private mutating func beginCapture() {
    let limit = output.limit
    suspended.append(output)
    output = OutputBuffer(limit: limit)
  }

  private mutating func endCapture(_ register: Int) {
    guard let outer = suspended.popLast() else { return }
    budget.didCut = budget.didCut || output.isFull
    registers[register] = .text(output.finished())
    output = outer
  }
}

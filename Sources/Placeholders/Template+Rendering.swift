extension Template {
  /// Renders with the values of `slots`, in their order.
  public func render(
    values: [TemplateValue], limits: RenderLimits = .standard, escaping: ValueEscaping = .plain
  ) -> Rendered {
    var output: [UInt8] = []
    let cut = render(values: values, into: &output, limits: limits, escaping: escaping)
    return Rendered(text: String(decoding: output, as: UTF8.self), cut: cut)
  }

  /// Renders with what `resolve` gives for each path; it is called once for each.
  public func render(
    limits: RenderLimits = .standard, escaping: ValueEscaping = .plain, _ resolve: (String) -> TemplateValue
  ) -> Rendered {
    render(values: slots.map(resolve), limits: limits, escaping: escaping)
  }

  /// The same into bytes, which are replaced and whose memory is used again from one rendering to the next.
  public func render(
    values: [TemplateValue], into output: inout [UInt8], limits: RenderLimits = .standard,
    escaping: ValueEscaping = .plain
  ) -> RenderCut? {
    precondition(values.count == slots.count, "one value for every slot")
    var buffer: [UInt8] = []
    swap(&buffer, &output)
    var machine = TemplateMachine(
      self, values, OutputBuffer(limit: limits.bytes, reusing: consume buffer), limits, escaping)
    machine.run()
    let cut = machine.cut
    output = machine.takeOutput()
    return cut
  }
}

/// The lines of a ticket's history: an audit for each step of its story.
extension [UInt8] {
  /// - Returns: the id after those of the audit and its events
  mutating func putAudit(of scene: Scene, step index: Int, id: Int64) -> Int64 {
    let step = scene.story.steps[index]
    put("{\"audit\":{\"id\":")
    put(id)
    put(",\"ticket_id\":")
    put(scene.ticketID)
    put(",\"created_at\":")
    put(time: step.at)
    put(",\"author_id\":")
    put(scene.id(of: step.author))
    put(",\"via\":{\"channel\":")
    put(quoted: via(of: step, in: scene))
    put("},\"metadata\":{\"system\":{},\"custom\":{}},\"events\":[")
    var eventID = id + 1
    putComment(of: step, in: scene, &eventID)
    if step.kind == .opening { putCreation(of: scene, &eventID) }
    if step.status.before != step.status.after { putStatusChange(step, &eventID) }
    if step.assignee.before != step.assignee.after { putAssigneeChange(step, &eventID) }
    if step.kind == .end, let end = scene.story.end { putEnd(end, &eventID) }
    put("]}}")
    return eventID
  }

  private func via(of step: Story.Step, in scene: Scene) -> StaticString {
    switch step.kind {
    case .opening, .customerReply, .agentReply, .aiReply: scene.customer.channel.word
    case .note: "web"
    case .end, .change: step.author == .system ? "system" : step.kind == .end ? "api" : "web"
    }
  }

  private mutating func beginEvent(_ type: StaticString, _ id: inout Int64) {
    if self[count - 1] == UInt8(ascii: "}") { put(",") }
    put("{\"id\":")
    put(id)
    put(",\"type\":")
    put(quoted: type)
    id += 1
  }

  private mutating func putComment(of step: Story.Step, in scene: Scene, _ id: inout Int64) {
    let topic = scene.topic
    let text: Phrase
    switch step.kind {
    case .opening: text = topic.opening
    case .customerReply: text = topic.followUp
    case .agentReply: text = topic.reply
    case .aiReply: text = Phrasebook.handOff[scene.customer.language.rawValue]
    case .note: text = Phrasebook.notes[Int(scene.orderNumber % Int64(Phrasebook.notes.count))]
    case .end, .change: return
    }
    beginEvent("Comment", &id)
    put(",\"author_id\":")
    put(scene.id(of: step.author))
    put(",\"body\":\"")
    text.append(to: &self, orderNumber: scene.orderNumber)
    put("\",\"public\":")
    put(step.kind != .note)
    put(",\"attachments\":[]}")
  }

  private mutating func putCreation(of scene: Scene, _ id: inout Int64) {
    beginEvent("Create", &id)
    put(",\"field_name\":\"subject\",\"value\":\"")
    scene.topic.subject.append(to: &self, orderNumber: scene.orderNumber)
    put("\"}")
    beginEvent("Create", &id)
    put(",\"field_name\":\"status\",\"value\":\"new\"}")
    beginEvent("Create", &id)
    put(",\"field_name\":\"requester_id\",\"value\":\"")
    put(scene.customer.id)
    put("\"}")
    beginEvent("Create", &id)
    put(",\"field_name\":\"group_id\",\"value\":\"")
    put(scene.desk.id)
    put("\"}")
  }

  private mutating func putStatusChange(_ step: Story.Step, _ id: inout Int64) {
    beginEvent("Change", &id)
    put(",\"field_name\":\"status\",\"value\":")
    put(quoted: step.status.after.word)
    put(",\"previous_value\":")
    put(quoted: step.status.before.word)
    put("}")
  }

  private mutating func putAssigneeChange(_ step: Story.Step, _ id: inout Int64) {
    beginEvent("Change", &id)
    put(",\"field_name\":\"assignee_id\",\"value\":")
    put(quotedMember: step.assignee.after)
    put(",\"previous_value\":")
    put(quotedMember: step.assignee.before)
    put("}")
  }

  /// Changes carry ids as texts.
  private mutating func put(quotedMember place: Int?) {
    guard let place else { return put("null") }
    put("\"")
    put(Team.id(ofMember: place))
    put("\"")
  }

  private mutating func putEnd(_ end: Story.End, _ id: inout Int64) {
    beginEvent("MessagingSessionEnded", &id)
    put(",\"reason\":")
    put(quoted: end.reason.word)
    put(",\"routing_channel_before\":\"messaging\",\"routing_channel_after\":")
    put(quoted: end.routingWord)
    put("}")
    guard end.routedAsEmail else { return }
    beginEvent("RoutingChannelChanged", &id)
    put(",\"previous_value\":\"messaging\",\"value\":\"email\"}")
  }
}

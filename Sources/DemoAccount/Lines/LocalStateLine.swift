/// The `sessionctl` companion of a ticket: its routing channel, last comment and session.
extension [UInt8] {
  mutating func putLocalState(_ scene: Scene) {
    let story = scene.story
    put("{\"routing_channel\":")
    put(quoted: story.hasSession ? story.end?.routingWord ?? "messaging" : "email")
    put(",\"routing_channel_changed_at\":")
    if let end = story.end, end.routedAsEmail { put(time: end.at) } else { put("null") }
    put(",\"assigned_channel\":")
    if story.assignee == nil {
      put("null")
    } else {
      put(quoted: story.hasSession && !story.assignedAfterEnd ? "messaging" : "email")
    }
    put(",\"commented_at\":")
    put(time: story.lastActivityAt)
    put(",\"commenter_id\":")
    put(orNull: story.lastCommenter == .system ? nil : scene.id(of: story.lastCommenter))
    put(",\"session\":")
    if let sessionID = scene.sessionID { putSession(sessionID, scene) } else { put("null") }
    put("}")
  }

  private mutating func putSession(_ id: Int64, _ scene: Scene) {
    let story = scene.story
    put("{\"id\":")
    put(id)
    put(",\"user_id\":")
    put(scene.customer.id)
    put(",\"channel\":")
    put(quoted: scene.customer.channel.word)
    put(",\"state\":")
    put(quoted: story.end == nil ? "active" : "ended")
    put(",\"started_at\":")
    put(time: story.startedAt)
    put(",\"last_activity_at\":")
    put(time: story.lastActivityAt)
    put(",\"last_sender\":")
    put(quoted: story.lastSender.word)
    guard let end = story.end else {
      put(",\"ended_at\":null,\"end_reason\":null,\"ended_by\":null,\"ended_via\":null}")
      return
    }
    put(",\"ended_at\":")
    put(time: end.at)
    put(",\"end_reason\":")
    put(quoted: end.reason.word)
    if end.by == .system {
      put(",\"ended_by\":{\"type\":\"system\",\"id\":null}")
    } else {
      put(",\"ended_by\":{\"type\":\"user\",\"id\":")
      put(scene.id(of: end.by))
      put("}")
    }
    put(",\"ended_via\":")
    put(quoted: end.viaWord)
    put("}")
  }
}

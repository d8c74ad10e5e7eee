/// The line of a ticket as the public API shows it, with what only `export` knows beside it.
extension [UInt8] {
  mutating func putTicket(_ scene: Scene) {
    let story = scene.story
    var extras = scene.extras
    put("{\"ticket\":{\"id\":")
    put(scene.ticketID)
    put(addressOf: "tickets", scene.ticketID)
    put(",\"external_id\":null,\"via\":{\"channel\":")
    put(quoted: scene.customer.channel.word)
    putSource(scene)
    put("},\"subject\":\"")
    scene.topic.subject.append(to: &self, orderNumber: scene.orderNumber)
    put("\",\"raw_subject\":\"")
    scene.topic.subject.append(to: &self, orderNumber: scene.orderNumber)
    put("\",\"description\":\"")
    scene.topic.opening.append(to: &self, orderNumber: scene.orderNumber)
    put("\",\"status\":")
    put(quoted: story.status.word)
    put(",\"priority\":")
    put(
      extras.pick(
        (35, "null"), (10, "\"low\""), (36, "\"normal\""), (14, "\"high\""), (5, "\"urgent\"" as StaticString)
      ))
    put(",\"type\":")
    put(
      extras.pick(
        (45, "\"question\""), (22, "\"problem\""), (9, "\"incident\""), (4, "\"task\""),
        (20, "null" as StaticString)))
    putPeople(scene)
    put(",\"brand_id\":")
    put(extras.pick((80, 360_000_400_001), (20, 360_000_400_002 as Int64)))
    put(",\"ticket_form_id\":360000500001,\"tags\":[")
    putTags(scene, &extras)
    put("],\"custom_fields\":[")
    putCustomFields(scene, &extras)
    put("],\"satisfaction_rating\":")
    put(satisfaction(of: story, &extras))
    put(",\"has_incidents\":false,\"is_public\":true,\"due_at\":null,\"allow_channelback\":false")
    put(",\"from_messaging_channel\":")
    put(story.hasSession)
    put(created: story.createdAt, updated: story.updatedAt)
    put("},\"sessionctl\":")
    putLocalState(scene)
    put("}")
  }

  private mutating func putSource(_ scene: Scene) {
    guard scene.customer.channel == .email else {
      put(",\"source\":{\"from\":{},\"to\":{},\"rel\":null}")
      return
    }
    put(",\"source\":{\"from\":{\"address\":\"")
    putAddress(of: scene.customer)
    put("\",\"name\":\"")
    putName(of: scene.customer)
    put("\"},\"to\":{\"name\":\"Demo Coffee\",\"address\":\"support@demo.example.com\"},\"rel\":null}")
  }

  private mutating func putPeople(_ scene: Scene) {
    put(",\"requester_id\":")
    put(scene.customer.id)
    put(",\"submitter_id\":")
    put(scene.customer.id)
    put(",\"assignee_id\":")
    put(orNull: scene.story.assignee.map(Team.id(ofMember:)))
    put(",\"group_id\":")
    put(scene.desk.id)
    put(",\"organization_id\":null,\"collaborator_ids\":[],\"follower_ids\":[]")
  }

  private mutating func putTags(_ scene: Scene, _ extras: inout Dice) {
    put(scene.topic.tags)
    if scene.desk == .surge { put(",\"surge\"") }
    if extras.chance(percent: 4) { put(",\"vip\"") }
    // The standard queue takes e-mail tickets only with it (Q2).
    if extras.chance(percent: 55) { put(",\"auto-routing\"") }
  }

  private mutating func putCustomFields(_ scene: Scene, _ extras: inout Dice) {
    put("{\"id\":360000600001,\"value\":")
    if extras.chance(percent: 60) {
      put("\"")
      put(scene.orderNumber)
      put("\"")
    } else {
      put("null")
    }
    put("},{\"id\":360000600002,\"value\":")
    put(
      extras.pick(
        (35, "\"espresso_m2\""), (20, "\"grinder_pro\""), (15, "\"kettle_s\""), (30, "null" as StaticString)))
    if extras.chance(percent: 50) {
      put("},{\"id\":360000600003,\"value\":")
      put(extras.chance(percent: 15))
    }
    put("}")
  }

  private func satisfaction(of story: Story, _ extras: inout Dice) -> StaticString {
    guard story.status == .solved || story.status == .closed else { return "{\"score\":\"unoffered\"}" }
    return extras.pick(
      (55, "{\"score\":\"unoffered\"}"), (25, "{\"score\":\"offered\"}"), (12, "{\"score\":\"good\"}"),
      (4, "{\"score\":\"good\",\"comment\":\"Super schnell, danke! 👏\"}"),
      (4, "{\"score\":\"bad\",\"comment\":\"Took three days…\"}"))
  }
}

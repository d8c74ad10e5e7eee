import JSONText

/// The lines of groups, staff and memberships.
extension [UInt8] {
  mutating func putGroup(_ desk: Team.Desk, foundedAt moment: Int64) {
    put("{\"group\":{\"id\":")
    put(desk.id)
    put(addressOf: "groups", desk.id)
    put(",\"name\":\"")
    put(desk.name)
    put("\",\"description\":\"\",\"default\":")
    put(desk == .support)
    put(",\"is_public\":true,\"deleted\":false")
    put(created: moment, updated: moment)
    put("}}")
  }

  mutating func putMember(_ place: Int, adminEmail: String, hiredAt moment: Int64) {
    let member = Team.members[place]
    let id = Team.id(ofMember: place)
    put("{\"user\":{\"id\":")
    put(id)
    put(addressOf: "users", id)
    put(",\"name\":\"")
    put(member.name)
    put("\",\"email\":")
    if place == Team.admin {
      JSONWriter.append(adminEmail, to: &self)
    } else {
      put("\"")
      put(member.mailbox)
      put("@agents.example.com\"")
    }
    put(",\"phone\":null,\"locale\":")
    put(quoted: member.locale)
    put(",\"role\":")
    put(quoted: place == Team.admin ? "admin" : "agent")
    put(",\"default_group_id\":")
    put(orNull: member.desks.first?.id)
    put(",\"active\":true,\"verified\":true,\"suspended\":false,\"tags\":[]")
    put(created: moment, updated: moment)
    put("},\"sessionctl\":{\"status\":")
    put(quoted: member.presence.word)
    put(",\"messaging_capacity\":")
    put(member.capacity.messaging)
    put(",\"email_capacity\":")
    put(member.capacity.email)
    put("}}")
  }

  mutating func putMembership(_ index: Int, since moment: Int64) {
    let membership = Team.memberships[index]
    let id = 360_000_200_001 + Int64(index)
    put("{\"group_membership\":{\"id\":")
    put(id)
    put(addressOf: "group_memberships", id)
    put(",\"user_id\":")
    put(Team.id(ofMember: membership.member))
    put(",\"group_id\":")
    put(membership.desk.id)
    put(",\"default\":")
    put(membership.isDefault)
    put(created: moment, updated: moment)
    put("}}")
  }
}

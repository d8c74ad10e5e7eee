import JSONText

/// The account's groups and staff: the same in every demo, but for the admin's address.
enum Team {
  enum Desk: Int, CaseIterable {
    case support, billing, returns, technical, night, surge

    var name: StaticString {
      switch self {
      case .support: "Support"
      case .billing: "Billing"
      case .returns: "Returns & Repairs"
      case .technical: "Technik"
      case .night: "夜間対応"
      case .surge: "Surge 🌊"
      }
    }

    var id: Int64 { 360_000_100_001 + Int64(rawValue) }

    /// Who works here, by the place in the team.
    var members: [Int] { Team.byDesk[rawValue] }
  }

  enum Presence { case online, away, offline }

  struct Member: Sendable {
    let name: StaticString
    /// Before the `@`; the admin has an address of their own.
    let mailbox: StaticString
    let locale: StaticString
    let desks: [Desk]
    let presence: Presence
    /// Of sessions and of e-mail tickets at a time.
    let capacity: (messaging: Int64, email: Int64)

    init(
      _ name: StaticString, _ mailbox: StaticString, _ locale: StaticString, _ desks: [Desk],
      _ messaging: Int64, _ email: Int64, _ presence: Presence = .online
    ) {
      self.name = name
      self.mailbox = mailbox
      self.locale = locale
      self.desks = desks
      self.presence = presence
      capacity = (messaging, email)
    }
  }

  /// The place of the admin, who is in no group and answers nobody.
  static let admin = 0

  static let members: [Member] = [
    Member("Zoë Åkerlund", "", "en-US", [], 2, 10),
    Member("Jürgen Groß", "juergen.gross", "de", [.technical, .returns], 8, 20),
    Member("Mireille Lefèvre", "mireille.lefevre", "fr", [.support, .billing], 8, 20),
    Member("田中 美咲", "misaki.tanaka", "ja", [.night, .support], 10, 15),
    Member("Łukasz Wiśniewski", "lukasz.wisniewski", "pl", [.technical, .surge], 6, 25),
    Member("Priya Raghunathan", "priya.raghunathan", "en-US", [.support, .surge], 12, 20),
    Member("João Gonçalves", "joao.goncalves", "pt-BR", [.support, .returns], 8, 20),
    Member("Siobhán Ní Bhriain", "siobhan.nibhriain", "en-GB", [.billing], 6, 30),
    Member(
      "Sören Müller-Lüdenscheidt", "soeren.mueller", "de", [.returns, .technical, .surge], 8, 20, .away),
    Member("佐藤 健", "takeru.sato", "ja", [.night, .technical], 10, 15),
    Member("María José Núñez", "maria.nunez", "es", [.support, .billing], 8, 20),
    Member("Ngô Thị Hương", "huong.ngo", "vi", [.night, .returns, .surge], 10, 20),
    Member("Ólafur Þórðarson", "olafur.thordarson", "is", [.support], 4, 10, .offline),
  ]

  private static let byDesk: [[Int]] = Desk.allCases.map { desk in
    members.indices.filter { members[$0].desks.contains(desk) }
  }

  static func id(ofMember place: Int) -> Int64 { 360_000_000_001 + Int64(place) }

  static let memberships: [(member: Int, desk: Desk, isDefault: Bool)] = members.indices.flatMap { place in
    members[place].desks.enumerated().map { (place, $0.element, $0.offset == 0) }
  }
}

extension Team.Presence {
  var word: StaticString {
    switch self {
    case .online: "online"
    case .away: "away"
    case .offline: "offline"
    }
  }
}

/// The line of a customer, and what tickets tell of one.
extension [UInt8] {
  mutating func putCustomer(_ customer: Customer, since moment: Int64) {
    put("{\"user\":{\"id\":")
    put(customer.id)
    put(addressOf: "users", customer.id)
    put(",\"name\":\"")
    putName(of: customer)
    put("\",\"email\":")
    if customer.hasEmail {
      put("\"")
      putAddress(of: customer)
      put("\"")
    } else {
      put("null")
    }
    put(",\"phone\":")
    if let phone = customer.phone {
      put("\"")
      put(customer.language.phonePrefix)
      append(UInt8(48 + phone / 10))
      append(UInt8(48 + phone % 10))
      put("\"")
    } else {
      put("null")
    }
    put(",\"locale\":")
    put(quoted: customer.language.locale)
    put(",\"role\":\"end-user\",\"organization_id\":null,\"active\":true,\"verified\":")
    put(customer.hasEmail)
    put(",\"suspended\":false,\"tags\":[]")
    put(created: moment, updated: moment)
    put("}}")
  }

  /// The inside of a JSON string.
  mutating func putName(of customer: Customer) {
    switch customer.name {
    case .full(let first, let last):
      let names = customer.names
      let leading = names.lastComesFirst ? names.last[last] : names.first[first]
      let trailing = names.lastComesFirst ? names.first[first] : names.last[last]
      append(contentsOf: leading.text)
      put(names.separator)
      append(contentsOf: trailing.text)
    case .handle(let index): append(contentsOf: Names.handles[index])
    case .webUser(let code):
      put("Web User ")
      for shift in stride(from: UInt32(28), through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: code >> shift & 0xF)
        append(digit < 10 ? 48 + digit : 87 + digit)
      }
    case .hostile(let index): append(contentsOf: Names.hostile[index])
    }
  }

  /// Unique by the number in it: an address stands for one person.
  mutating func putAddress(of customer: Customer) {
    let names = customer.names
    append(contentsOf: names.first[customer.first].slug)
    append(UInt8(ascii: "."))
    append(contentsOf: names.last[customer.last].slug)
    append(UInt8(ascii: "."))
    put(Int64(customer.ordinal + 1))
    put(
      customer.ordinal % 3 == 0
        ? "@example.net" : customer.ordinal % 3 == 1 ? "@example.org" : "@mail.example.com")
  }
}

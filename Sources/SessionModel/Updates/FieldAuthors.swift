/// Which rule changed a field last, for the few that an update changes; none for what its actor changed (T7).
struct FieldAuthors {
  private var authors: [(field: String, rule: RuleReference)] = []

  subscript(field: String) -> RuleReference? {
    get { authors.first { $0.field == field }?.rule }
    set {
      let place = authors.firstIndex { $0.field == field }
      switch (place, newValue) {
      case (let place?, let rule?): authors[place].rule = rule
      case (let place?, nil): authors.remove(at: place)
      case (nil, let rule?): authors.append((field, rule))
      case (nil, nil): break
      }
    }
  }
}

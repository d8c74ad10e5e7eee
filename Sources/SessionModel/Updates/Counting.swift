extension Int64 {
  /// So many more, as far as numbers go: what is stored or comes from elsewhere may stand at their very end.
  package func counting(_ more: Int64 = 1) -> Int64 {
    let (sum, isTooLarge) = addingReportingOverflow(more)
    return isTooLarge ? (more < 0 ? .min : .max) : sum
  }
}

extension WorkItem {
  /// A public reply of an agent.
  mutating func countReply() {
    if let replies = ticket?.replies { ticket?.replies = replies.counting() }
  }
}

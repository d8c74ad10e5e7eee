import JSONText
import SessionModel

/// One page of a stream, as far as going on needs it.
package struct PulledPage: Sendable {
  /// The answer's text, for the importer.
  package let body: [UInt8]
  /// Where the next page is; at the end where the next pull begins.
  package let next: PullPlace
  /// Whether there is no more just now.
  package let hasEnded: Bool
  /// Tells the rows of two pages apart; nil for a page without rows.
  package let fingerprint: UInt64?
  /// The ids of its rows, where the stream is a whole list; of others none are read.
  package let ids: [Int64]
  /// The second that fills all of this page of events, in Unix seconds; the next page begins behind it. nil for any other.
  package let crowdedSecond: Int64?

  /// Reads a page that was asked for at a place.
  ///
  /// - Throws: `RemoteFailure`: what is no such page, or names a page of another host.
  package init(
    _ answer: RemoteAnswer, of stream: RemoteStream, at place: PullPlace, from address: ServiceAddress
  ) throws(RemoteFailure) {
    body = answer.body
    let record: JSONRecord
    let index = RecordIndex()
    do throws(JSONError) { record = try index.scan(answer.body) } catch {
      throw RemoteAnswer.failure(error, body: answer.body, kind: answer.headers["content-type"])
    }
    guard let rows = record.member(stream.key), rows.kind == .array else { throw .unexpected(stream.key) }
    fingerprint = Fingerprint.of(rows.bytes)
    for link in [
      record.member("after_url"), record.member("next_page"), record.member("links")?.member("next"),
    ].compactMap({ $0?.string() }) where !address.contains(link) {
      throw .foreignLink(NextStep.host(of: link))
    }
    var crowded: Int64?
    switch stream {
    case .groups, .memberships:
      let pages = record.member("meta")?.member("has_more")?.bool
      let link =
        pages == nil ? record.member("next_page")?.string() : record.member("links")?.member("next")?.string()
      guard pages != true || link != nil else { throw .unexpected("links.next") }
      hasEnded = pages == false || link == nil
      next = .link(hasEnded ? "" : link.flatMap { RemoteRequest.path(of: $0, at: address) } ?? "")
    case .users, .tickets:
      guard let ended = record.member("end_of_stream")?.bool else { throw .unexpected("end_of_stream") }
      let cursor = record.member("after_cursor")?.string()
      // The last page of nothing may have none: then the next pull asks for the same again.
      guard cursor != nil || ended else { throw .unexpected("after_cursor") }
      hasEnded = ended
      next = cursor.map(PullPlace.cursor) ?? place
    case .events:
      let end = record.member("end_time")?.integer()
      guard let ended = record.member("end_of_stream")?.bool ?? (end == nil ? true : nil) else {
        throw .unexpected("end_of_stream")
      }
      guard end != nil || ended else { throw .unexpected("end_time") }
      hasEnded = ended
      if let end, !ended, place == .start(end), Self.firstMoment(rows) == end { crowded = end }
      // Pages of events go by time: asking for the same second again would give the same page again.
      next = crowded.map { .start($0 + 1) } ?? end.map(PullPlace.start) ?? place
    }
    crowdedSecond = crowded
    var ids: [Int64] = []
    if stream.isWholeList {
      rows.forEachElement { row in if let id = row.member("id")?.integer() { ids.append(id) } }
    }
    self.ids = ids
  }

  /// The moment of the first event, in Unix seconds.
  private static func firstMoment(_ rows: JSONSlice) -> Int64? {
    struct Found: Error { let moment: Int64? }
    do {
      try rows.forEachElement { throw Found(moment: $0.member("timestamp")?.integer()) }
      return nil
    } catch { return (error as? Found)?.moment }
  }
}

/// Why a stream is not gone on with, although the account says that there is more.
package enum PullFault: Error, Hashable, Sendable {
  /// The next page would be this one again.
  case samePlace
  /// Another place, and the very same rows.
  case sameRows
  /// So many pages without a row, and always said to be more.
  case emptyPages(Int)
}

/// Notices a stream that goes in circles: pages that never end, however many are asked for.
package struct PullWatch: Sendable {
  /// How many pages in a row may be without rows; deleted things leave gaps.
  package static let mostEmptyPages = 10

  private var last: UInt64?
  private var empty = 0
  private var seen: Set<PullPlace> = []

  /// Begins with no page seen.
  package init() {}

  /// Looks at a page that has been taken; nil if the next one makes sense.
  package mutating func fault(in page: PulledPage, of stream: RemoteStream, at place: PullPlace) -> PullFault?
  {
    if page.hasEnded { return nil }
    seen.insert(place)
    if seen.contains(page.next) { return .samePlace }
    if page.fingerprint == nil {
      empty += 1
      return empty >= Self.mostEmptyPages ? .emptyPages(empty) : nil
    }
    empty = 0
    defer { last = page.fingerprint }
    // Its rows may have been the page before, too, but the next one is behind them.
    if page.crowdedSecond != nil { return nil }
    return page.fingerprint == last ? .sameRows : nil
  }
}

/// A number for a text, which differs for texts that differ: FNV-1a over words of eight bytes. Nobody gains by making two
/// pages look the same.
enum Fingerprint {
  /// nil for an empty list.
  static func of(_ list: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard list.contains(UInt8(ascii: "{")) else { return nil }
    let raw = UnsafeRawBufferPointer(list)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var place = 0
    while place + 8 <= raw.count {
      hash = (hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x100_0000_01B3
      hash ^= hash >> 29
      place += 8
    }
    while place < raw.count {
      hash = (hash ^ UInt64(raw[place])) &* 0x100_0000_01B3
      place += 1
    }
    return hash
  }
}

import CivilTime
import CommandGrammar
import Rendering
import SessionStore
import StoreEngine

extension CommandContext {
  /// What the page of a report says beside its table; nil in the other formats.
  ///
  /// - Parameters:
  ///   - chart: what is drawn; nothing where no column tells rows apart
  ///   - period: of the ends that count; nil of a report on what is now
  ///   - reader: where one is at work already
  ///   - empty: what is said of no rows
  func page(
    _ title: String, of schema: DocumentSchema, _ chart: ReportChart, _ open: OpenStore,
    _ period: ReportPeriod? = nil, reader: StoreReader? = nil, empty: String = "nothing"
  ) throws -> PageWords? {
    guard format == .html else { return nil }
    let drawn = chart.keys == 0 ? nil : try plan(of: schema, chart)
    let empty = arguments[GlobalOptions.limit] == 0 ? "the limit is 0" : empty
    return PageWords(
      title, facts: try pageFacts(open, period, reader),
      list: PageWords.Part(chart: drawn, empty: empty.prefix(1).uppercased() + empty.dropFirst() + "."),
      source: pageSource)
  }

  /// The account, the period, and when the page was made.
  func pageFacts(_ open: OpenStore, _ period: ReportPeriod?, _ reader: StoreReader? = nil) throws
    -> [(name: String, value: String)]
  {
    func name(_ reader: StoreReader) throws -> String { try reader.setting("account.name") ?? "" }
    let name = try reader.map(name) ?? open.store.read(name)
    return (name.isEmpty ? [] : [("Account", name)])
      + (period.map { [("Period", $0.words(open.clock))] } ?? [])
      + [("Made", "\(open.now.minute(in: open.zone)) (\(open.zone.identifier))")]
  }

  /// By which command line the page can be made again.
  var pageSource: String {
    let words = world.arguments.map { String(decoding: $0, as: UTF8.self) }
    let line = ([CommandTable.toolkit.program] + words.map(ShellWords.quoted)).joined(separator: " ")
    return "\(CommandTable.toolkit.program) \(CommandTable.version): \(line)"
  }
}

extension ReportPeriod {
  /// From when until when, in the reader's zone.
  func words(_ clock: RunClock) -> String {
    switch (from, to) {
    case (nil, nil): "all time until now"
    case (let from?, nil): "since \(from.minute(in: clock.zone))"
    case (nil, let to?): "until \(to.minute(in: clock.zone))"
    case (let from?, let to?): "\(from.minute(in: clock.zone)) until \(to.minute(in: clock.zone))"
    }
  }
}

extension Instant {
  /// `2026-07-15 10:00`
  fileprivate func minute(in zone: Zone) -> String {
    String(rfc3339(in: zone).prefix(16)).replacing("T", with: " ")
  }
}

/// A stored field of a ticket, said once: where it stands, who tells it, what asks for it, and what a change of it is.
///
/// Loading, staging, the differences that the history tells, their replay, import and export are made from these
/// declarations (`TicketField+All.swift`). Closures and no key paths, and objects, which are not copied: a hundred thousand
/// tickets pass by.
public final class TicketField: Sendable {
  /// Whose column it is.
  public enum Table: Sendable { case ticket, requester }

  /// How the column's value becomes the field's; nil is NULL.
  public enum Reading: Sendable {
    /// A number, such as an id, a count or a word's.
    case integer(@Sendable (inout WorkItem.Ticket, Int64?) -> Void)
    /// A text that is mostly another one from ticket to ticket.
    case text(@Sendable (inout WorkItem.Ticket, String?) -> Void)
    /// A text of which a store has few different ones.
    case word(@Sendable (inout WorkItem.Ticket, String?) -> Void)
    /// Words with a space between, of which a store has few different lists.
    case words(@Sendable (inout WorkItem.Ticket, [String]) -> Void)

    /// Puts a value into a ticket as if it had been loaded.
    package func put(_ value: StoredValue, into ticket: inout WorkItem.Ticket) {
      switch self {
      case .integer(let set): set(&ticket, value.integer)
      case .text(let set), .word(let set): set(&ticket, value.text)
      case .words(let set): set(&ticket, value.text?.split(separator: " ").map(String.init) ?? [])
      }
    }
  }

  /// How the field's value becomes the column's.
  public enum Writing: Sendable {
    /// A number; nil is NULL.
    case integer(@Sendable (WorkItem.Ticket) -> Int64?)
    /// A text; nil is NULL.
    case text(@Sendable (WorkItem.Ticket) -> String?)

    /// What the column has of a ticket.
    package func value(in ticket: WorkItem.Ticket) -> StoredValue {
      switch self {
      case .integer(let value): StoredValue(value(ticket))
      case .text(let value): StoredValue(value(ticket))
      }
    }
  }

  /// The column's name.
  public let column: String
  /// The table that has the column; the requester's is joined only where it is asked for.
  public let table: Table
  /// With what it is loaded; empty for what every update reads.
  public let columns: WorkItemColumns
  /// Puts what the column holds into the ticket, while work items are loaded.
  public let reading: Reading
  /// nil: no update changes it.
  public let change: Change?
  /// What the column has of a ticket; nil where neither an update changes it nor the history tells it.
  package let writing: Writing?
  /// How a record tells it; nil: none does, or in a way that no other member has.
  public let telling: Telling?
  /// Its name in the history, where events tell changes of it by one. Counts follow from what else is told.
  let historyName: String?
  /// What conditions call it; nil where they can't look at it, or look at it as a text.
  public let attribute: Attribute?

  /// What an update may do to a field.
  public final class Change: Sendable {
    /// How the change is marked; fields that change together share one.
    public let bit: TicketChanges
    /// What the column gets when the change is written.
    public let writing: Writing

    init(_ bit: TicketChanges, _ writing: Writing) {
      self.bit = bit
      self.writing = writing
    }
  }

  /// How a record tells a field: where, under which name, in which form.
  public final class Telling: Sendable {
    /// Where the member stands.
    public enum Place: Sendable {
      /// In the source's record; what was changed here since stays on an import (§12).
      case record
      /// In the source's record, which is the only one to change it: an export leaves the member as it was told.
      case recordOnly
      /// In the details that `export` writes beside a record: only a store that has counted nothing takes them.
      case details
    }

    /// The member's name.
    public let key: StaticString
    /// What its value looks like, there and in the column.
    public let form: Form
    /// Where its value is kept.
    public let place: Place
    /// Whether a record made here leaves the member out where the field has no value.
    public let isOptional: Bool

    init(_ place: Place, _ key: StaticString, _ form: Form, isOptional: Bool = false) {
      self.place = place
      self.key = key
      self.form = form
      self.isOptional = isOptional
    }
  }

  /// What a member's value looks like, there and in the column.
  public enum Form: Sendable {
    /// A positive number; null for none.
    case id
    /// How often something happened; 0 where the record does not say.
    case count
    /// The column has 1 for true; true where the record does not say.
    case flag
    /// In the column the second where the record has none; nil: null.
    case text(String?)
    /// A list of texts; in the column with a space between.
    case tags
    /// A word of a vocabulary; the column has its number.
    case word(Words)
  }

  /// A vocabulary's words, and the numbers that the column has for them.
  public final class Words: Sendable {
    /// Those that somebody can write, for a sentence.
    public let words: [String]
    /// The number of a word; nil for what is none.
    public let number: @Sendable (String) -> Int64?
    /// The word of a number; nil for what is none.
    public let word: @Sendable (Int64) -> String?
    /// The number where the record does not say; nil: it has to.
    public let missing: Int64?

    init<Word: Vocabulary>(of type: Word.Type, missing: Word?) {
      words = Word.words
      number = { Word(word: $0)?.stored }
      word = { Word(stored: $0)?.word }
      self.missing = missing?.stored
    }
  }

  /// - Parameter fact: what the column has of a field that only an import changes
  init(
    _ column: String, of table: Table = .ticket, _ columns: WorkItemColumns, _ reading: Reading,
    _ change: Change? = nil, fact: Writing? = nil, told telling: Telling? = nil,
    as attribute: Attribute? = nil
  ) {
    self.column = column
    self.table = table
    self.columns = columns
    self.reading = reading
    self.change = change
    writing = change?.writing ?? fact
    self.telling = telling
    historyName = telling.flatMap { if case .count = $0.form { nil } else { "\($0.key)" } }
    self.attribute = attribute
  }
}

extension TicketField: Hashable {
  public static func == (one: TicketField, other: TicketField) -> Bool { one === other }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A value as a column holds it.
public enum StoredValue: Hashable, Sendable {
  /// NULL: the row has none.
  case null
  /// A number of 64 bits.
  case integer(Int64)
  /// A text, as it is.
  case text(String)

  /// nil for null, and for a text.
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  /// nil for null, and for a number.
  public var text: String? { if case .text(let value) = self { value } else { nil } }

  /// A number; nil is null.
  public init(_ value: Int64?) { self = value.map(StoredValue.integer) ?? .null }
  /// A text; nil is null.
  public init(_ value: String?) { self = value.map(StoredValue.text) ?? .null }
}

extension Vocabulary {
  /// The case that a column holds; nil for NULL and for what is none.
  package init?(stored: Int64?) {
    guard let stored else { return nil }
    self.init(rawValue: Int(stored))
  }

  /// As a column holds it.
  package var stored: Int64 { Int64(rawValue) }
}

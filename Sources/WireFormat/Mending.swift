import JSONText
import Synchronization

/// A form in which a value is read although the API does not write it so (§12).
public enum MendedForm: Int, CaseIterable, Sendable {
  /// `"42"` for 42.
  case idAsText
  /// `42.0` for 42.
  case idAsDecimal
  /// A time in another form than RFC 3339.
  case otherTime
  /// `"good"` for the object that a rating is, as older answers have it.
  case scoreAlone
  /// A tag with spaces, which would be several; `_` takes their place.
  case spacedTag
  /// No time of creation: it is taken for the beginning of time.
  case noCreation

  /// What a record has: `ids as texts`.
  public var phrase: String {
    switch self {
    case .idAsText: "ids as texts"
    case .idAsDecimal: "ids as decimals"
    case .otherTime: "times that are not RFC 3339"
    case .scoreAlone: "a rating that is only a score"
    case .spacedTag: "tags with spaces, which became '_'"
    case .noCreation: "a missing time of creation"
    }
  }
}

/// What was mended in reading a record, for whoever asks to know it.
///
/// It is told to a task-local value and only where a value has another form, so that reading what the API itself
/// writes costs nothing, and no reader of a member hands a list through.
public final class Mending: Sendable {
  /// A value that was mended, as it came.
  public struct Value: Sendable, Equatable {
    /// How the value was written.
    public let form: MendedForm
    /// The member that had it.
    public let member: String
    /// Its beginning; empty of what is not there.
    public let text: String
  }

  /// Where readers tell what they mended; nil where nobody asks.
  @TaskLocal public static var current: Mending?

  private let values = Mutex<[Value]>([])

  /// Nothing was mended yet.
  public init() {}

  /// What was mended since the last time, the first of each form.
  public func take() -> [Value] {
    values.withLock { values in
      defer { if !values.isEmpty { values.removeAll() } }
      return values
    }
  }

  static func note(_ form: MendedForm, _ member: String, _ slice: JSONSlice?) {
    guard let current else { return }
    current.values.withLock { values in
      if values.contains(where: { $0.form == form }) { return }
      values.append(Value(form: form, member: member, text: slice?.beginning ?? ""))
    }
  }

  /// Notes an id that is no plain number.
  static func note(id member: String, _ slice: JSONSlice) {
    note(slice.kind == .string ? .idAsText : .idAsDecimal, member, slice)
  }
}

extension JSONSlice {
  /// As much of it as a sentence bears.
  var beginning: String {
    let shown = String(decoding: bytes.prefix(40), as: UTF8.self)
    return bytes.count > 40 ? "\(shown)…" : shown
  }
}
